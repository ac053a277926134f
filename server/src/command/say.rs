//! What commands say to whoever typed them.

use std::{
    fmt::Display,
    io::{self, ErrorKind, Write},
};

/// Prints a line. A reader that goes before everything was said, as `head` does, has heard enough: that is no error.
pub fn say(line: impl Display) -> Result<(), String> {
    match writeln!(io::stdout().lock(), "{line}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(format!("nothing can be printed: {error}")),
        _ => Ok(()),
    }
}
