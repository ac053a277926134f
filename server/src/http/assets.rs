//! placeholder
use axum::{http::{HeaderMap, Uri}, response::Response};
pub fn find(_uri: &Uri, _headers: &HeaderMap) -> Option<Response> { None }
pub fn version(_path: &str) -> String { String::new() }
