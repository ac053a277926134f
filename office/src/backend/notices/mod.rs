//! What people are told by mail: gathered from the ledger, written down, and handed to whoever sends it until it is sent.
//! A server that dies between two steps loses none; one that dies between sending and saying so sends it again.

mod gather;
mod hand_out;

pub use gather::gather;
pub use hand_out::{Letter, News, forget_old, give_up, hand_out, sent, try_again, waiting};
