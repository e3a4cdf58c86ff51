//! `best`: the answer as it is now.

use crate::{answer, arguments::One, client::Client, failure::Failure};

pub(crate) async fn run(one: One) -> Result<(), Failure> {
    let client = Client::new(&one.asked.server)?;
    let id = client.sweep_id(&one.sweep).await?;
    answer::print(&client, &id, one.written.json).await
}
