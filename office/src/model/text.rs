//! What people type.

use super::refusal::Refusal;

/// Whether a text is without control characters: nobody types them, and one of them no text of PostgreSQL can hold.
pub fn is_plain(text: &str) -> bool {
    !text.chars().any(char::is_control)
}

/// A text of one line without the space around it; refused by the name of its field where it is not plain.
pub fn line<'a>(field: &str, text: &'a str) -> Result<&'a str, Refusal> {
    let text = text.trim();
    if is_plain(text) { Ok(text) } else { Err(Refusal::input(field, "control_characters")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_and_holds_nothing_that_cannot_be_seen() {
        assert_eq!(line("name", " 창가 1\n"), Ok("창가 1"));
        for text in ["a\0b", "a\nb", "\u{7f}", "a\u{85}b"] {
            assert_eq!(line("name", text), Err(Refusal::input("name", "control_characters")), "{text:?}");
        }
    }
}
