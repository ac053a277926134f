//! Cloud PCs at providers that can't be relied on: whatever those do, in the end every session is where its booking
//! says, nothing runs for nobody, and nothing was ended while somebody used it.
mod centre;
mod in_the_end;
mod one_by_one;
mod proxy;
mod real;
mod server;
