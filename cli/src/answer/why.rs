//! The reasons that stand beside what the coordinator could not answer.

use search::document::Node;

/// The reason for the missing `field`: its own where each has one, else the one for all.
pub(super) fn missing(why: Option<&Node>, field: &str) -> Option<String> {
    match why? {
        Node::Text(text) => Some(text.clone()),
        Node::Map(_) => match why?.get(field)? {
            Node::Text(text) => Some(text.clone()),
            _ => None,
        },
        _ => None,
    }
}
