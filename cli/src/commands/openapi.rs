//! `openapi`: the description of the REST API for programs, without a coordinator that runs.

use crate::{failure::Failure, screen};

pub(crate) fn run() -> Result<(), Failure> {
    let document = server::rest::openapi();
    let text = document.to_pretty_json().map_err(std::io::Error::other)?;
    screen::write(&text)
}
