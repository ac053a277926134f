//! How arrow keys move across a floor's desks.

use super::plan::Point;

/// How far that way a desk must lie at least, in metres.
const LEAST_FORWARD: f64 = 0.14;
/// How much a metre to the side counts against a metre forward.
const SIDEWAYS: f64 = 3.0;

/// An arrow key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrow {
    /// West.
    Left,
    /// East.
    Right,
    /// North.
    Up,
    /// South.
    Down,
}

impl Arrow {
    /// All four.
    pub const ALL: [Arrow; 4] = [Arrow::Left, Arrow::Right, Arrow::Up, Arrow::Down];

    /// The arrow of a key's name, as browsers call it.
    pub fn of_key(key: &str) -> Option<Self> {
        match key {
            "ArrowLeft" => Some(Arrow::Left),
            "ArrowRight" => Some(Arrow::Right),
            "ArrowUp" => Some(Arrow::Up),
            "ArrowDown" => Some(Arrow::Down),
            _ => None,
        }
    }

    /// The arrow that leads back.
    pub fn opposite(self) -> Self {
        match self {
            Arrow::Left => Arrow::Right,
            Arrow::Right => Arrow::Left,
            Arrow::Up => Arrow::Down,
            Arrow::Down => Arrow::Up,
        }
    }

    fn direction(self) -> Point {
        match self {
            Arrow::Left => [-1.0, 0.0],
            Arrow::Right => [1.0, 0.0],
            Arrow::Up => [0.0, -1.0],
            Arrow::Down => [0.0, 1.0],
        }
    }
}

/// The index of the place an arrow leads to: the least distance forward plus three times the offset to the side.
/// `None` at an edge.
pub fn towards(places: &[Point], here: Point, arrow: Arrow) -> Option<usize> {
    let [dx, dy] = arrow.direction();
    let cost = |[x, y]: Point| {
        let (x, y) = (x - here[0], y - here[1]);
        let forward = x * dx + y * dy;
        (forward > LEAST_FORWARD).then(|| forward + SIDEWAYS * (x * dy - y * dx).abs())
    };
    let reached = places.iter().enumerate().filter_map(|(index, place)| Some((index, cost(*place)?)));
    reached.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_neighbour_in_line_comes_before_a_nearer_one_aside() {
        let places = [[0.0, 0.0], [1.6, 0.0], [1.0, 0.9]];
        assert_eq!(towards(&places, places[0], Arrow::Right), Some(1));
        assert_eq!(towards(&places, places[0], Arrow::Down), Some(2));
    }

    #[test]
    fn an_edge_leads_nowhere() {
        let places = [[0.0, 0.0], [1.6, 0.0]];
        assert_eq!(towards(&places, places[1], Arrow::Right), None);
        assert_eq!(towards(&places, places[1], Arrow::Up), None);
    }

    #[test]
    fn every_arrow_has_its_way_back() {
        for arrow in Arrow::ALL {
            assert_eq!(arrow.opposite().opposite(), arrow);
            assert_ne!(arrow.opposite(), arrow);
        }
    }
}
