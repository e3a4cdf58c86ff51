//! `watch`: follows a sweep and ends with its answer.

use crate::{answer, arguments::One, client::Client, failure::Failure, follow};

pub(crate) async fn run(one: One) -> Result<(), Failure> {
    let client = Client::new(&one.asked.server)?;
    let id = client.sweep_id(&one.sweep).await?;
    let sweep = follow::to_the_end(&client, &id).await?;
    answer::print(&client, &id, one.written.json).await?;
    follow::verdict(&sweep)
}
