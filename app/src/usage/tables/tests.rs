use super::*;
use office::model::place::Lang;

#[test]
fn every_column_has_a_name_and_a_meaning_in_both_languages() {
    let tenses = [Tense::Past, Tense::Today, Tense::Coming];
    let columns = tenses.into_iter().flat_map(place_columns).chain(HOUR_COLUMNS);
    for (column, lang) in columns.flat_map(|column| [(column, Lang::Ko), (column, Lang::En)]) {
        for key in [format!("usage-column-{column}"), format!("usage-means-{column}")] {
            assert_ne!(Texts(lang).s(&key), key);
        }
    }
    for word in ["site", "date", "as_of", "floor", "zone", "desks", "hour"] {
        let key = format!("usage-column-{word}");
        assert!(Texts(Lang::Ko).s(&key) != key && Texts(Lang::En).s(&key) != key, "{key}");
    }
}

#[test]
fn what_is_not_known_is_a_dash_for_people_and_empty_for_programs_never_zero() {
    let counts = PlaceCounts { desks: 3, ..PlaceCounts::default() };
    for column in ["in_use", "out_of_service", "peak_in_use", "used_time", "touched"] {
        let cell = place_cell(&counts, column);
        assert_eq!((cell.shown(), cell.plain()), ("–".to_owned(), String::new()), "{column}");
    }
    assert_eq!(place_cell(&counts, "no_shows").shown(), "0");
}

#[test]
fn every_column_of_places_is_filled_from_counts() {
    let counts = PlaceCounts {
        out_of_service: Some(1),
        now: Some(Default::default()),
        peak_in_use: Some(PeakCount::default()),
        touched: Some(Share::new(1u32, 2u32)),
        used_time: Some(Share::new(2u32, 3u32)),
        booked_time: Share::new(1u32, 3u32),
        ..PlaceCounts::default()
    };
    for column in [Tense::Past, Tense::Today, Tense::Coming].into_iter().flat_map(place_columns) {
        assert_ne!(place_cell(&counts, column), Cell::Unknown, "{column}");
    }
    let used = place_cell(&counts, "used_time");
    assert_eq!((used.shown(), used.plain()), ("67%".to_owned(), "66.7".to_owned()));
}
