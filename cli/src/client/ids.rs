//! Sweeps named as people name them: by the whole id, by its beginning, or as `latest`.

use serde::Deserialize;

use crate::{client::Client, failure::Failure, rest::Page};

/// What the newest sweep may be called.
const LATEST: &str = "latest";
/// The length of a whole id.
const WHOLE: usize = 36;

#[derive(Debug, Deserialize)]
struct Named {
    id: String,
}

impl Client {
    /// The id of the sweep that `name` means.
    pub(crate) async fn sweep_id(&self, name: &str) -> Result<String, Failure> {
        if name.len() == WHOLE {
            return Ok(name.to_owned());
        }
        // Lists begin with the newest.
        let limit = (name == LATEST).then_some(1);
        let named: Page<Named> = self.list("sweeps", &[], limit).await?;
        let ids: Vec<String> = named.items.into_iter().map(|it| it.id).collect();
        choose(name, &ids)
    }
}

/// The one of `ids`, of which the newest comes first, that `name` means.
fn choose(name: &str, ids: &[String]) -> Result<String, Failure> {
    let wrong = |what: String, next: &str| Failure::Wrong { what, next: next.to_owned() };
    let list = "`ratesmith list` shows the sweeps there are";
    if name == LATEST {
        let submit = "submit one: `ratesmith submit SWEEP.yaml`";
        return ids.first().cloned().ok_or(wrong("there is no sweep yet".to_owned(), submit));
    }
    let mut found = ids.iter().filter(|it| it.starts_with(&name.to_lowercase()));
    match (found.next(), found.next()) {
        (Some(id), None) => Ok(id.clone()),
        (None, _) => Err(wrong(format!("no sweep's id begins with `{name}`"), list)),
        (Some(one), Some(other)) => {
            Err(wrong(format!("`{name}` may mean {one} or {other}"), "give more of the id"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(name: &str) -> Result<String, String> {
        let ids = ["0193ab02", "0193aa03", "0193aa01"].map(str::to_owned);
        choose(name, &ids).map_err(|error| error.to_string())
    }

    #[test]
    fn a_beginning_that_only_one_id_has_names_it() {
        assert_eq!(chosen("0193ab"), Ok("0193ab02".into()));
        assert_eq!(chosen("0193AB"), Ok("0193ab02".into()));
    }

    #[test]
    fn latest_is_the_first_of_the_list() {
        assert_eq!(chosen("latest"), Ok("0193ab02".into()));
        assert!(choose("latest", &[]).is_err());
    }

    #[test]
    fn a_beginning_that_several_have_is_refused_and_so_is_one_that_none_has() {
        assert_eq!(chosen("0193aa"), Err("`0193aa` may mean 0193aa03 or 0193aa01".into()));
        assert_eq!(chosen("77"), Err("no sweep's id begins with `77`".into()));
    }
}
