//! How large a desktop may be asked to be.

/// The least width and height in pixels: below, menus and dialogs of common programs do not fit.
const LEAST: (u16, u16) = (800, 500);
/// The most width and height in pixels: a picture of this size takes 33 MB of the host's memory.
const MOST: (u16, u16) = (3840, 2160);

/// The size of a desktop for a window of a browser: the window's own where that is possible, else one of the same shape, so
/// that it fills the window when it is shown larger or smaller.
pub fn fitting((width, height): (u16, u16)) -> (u16, u16) {
    let (w, h) = (f64::from(width.max(1)), f64::from(height.max(1)));
    let larger = (f64::from(LEAST.0) / w).max(f64::from(LEAST.1) / h).max(1.0);
    let smaller = (f64::from(MOST.0) / (w * larger)).min(f64::from(MOST.1) / (h * larger)).min(1.0);
    let to = |pixels: f64, least: u16, most: u16| {
        // A window that is narrow beyond all use gets another shape.
        ((pixels * larger * smaller).round() as u16).clamp(least, most)
    };
    (to(w, LEAST.0, MOST.0), to(h, LEAST.1, MOST.1))
}

#[cfg(test)]
mod tests {
    use super::{LEAST, MOST, fitting};

    #[test]
    fn a_desktop_is_as_large_as_its_window() {
        for window in [(1440, 900), (1280, 720), (2560, 1440), LEAST, MOST] {
            assert_eq!(fitting(window), window);
        }
    }

    #[test]
    fn a_window_too_small_or_too_large_gets_a_desktop_of_its_shape() {
        assert_eq!(fitting((375, 667)), (800, 1423));
        assert_eq!(fitting((800, 250)), (1600, 500));
        assert_eq!(fitting((7680, 4320)), MOST);
    }

    #[test]
    fn no_window_gets_a_desktop_out_of_bounds() {
        let sizes = [0, 1, 10, 799, 800, 3840, 3841, u16::MAX];
        for window in sizes.iter().flat_map(|width| sizes.map(|height| (*width, height))) {
            let (width, height) = fitting(window);
            assert!((LEAST.0..=MOST.0).contains(&width) && (LEAST.1..=MOST.1).contains(&height), "{window:?}");
        }
    }
}
