//! placeholder
use crate::backend::office::Office;
use tokio_util::sync::CancellationToken;
pub async fn run(_office: Office, _stop: CancellationToken) {}
