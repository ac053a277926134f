//! People: the directory, signing in, tokens, and the first admin.

pub mod admit;
mod attempts;
pub mod directory;
pub mod known_browser;
pub mod leave;
pub mod own_password;
pub mod password;
pub mod set_up;
pub mod sign_in;
pub mod tokens;
