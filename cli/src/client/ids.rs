//! Sweeps named as people name them: by the whole id, by its beginning, or as `latest`.

use serde::Deserialize;

use crate::{client::Client, failure::Failure};

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
        let ids: Vec<String> = self
            .list::<Named>("sweeps", &[], None)
            .await?
            .items
            .into_iter()
            .map(|it| it.id)
            .collect();
        choose(name, &ids)
    }
}

fn choose(name: &str, ids: &[String]) -> Result<String, Failure> {
    let next = "`ratesmith list` shows the sweeps there are".to_owned();
    if name == LATEST {
        // Ids begin with the time at which they were made.
        let what = "there is no sweep yet".to_owned();
        let next = "submit one: `ratesmith submit SWEEP.yaml`".to_owned();
        return ids.iter().max().cloned().ok_or(Failure::Wrong { what, next });
    }
    let mut found = ids.iter().filter(|it| it.starts_with(&name.to_lowercase()));
    match (found.next(), found.next()) {
        (Some(id), None) => Ok(id.clone()),
        (None, _) => {
            Err(Failure::Wrong { what: format!("no sweep's id begins with `{name}`"), next })
        }
        (Some(one), Some(other)) => Err(Failure::Wrong {
            what: format!("`{name}` may mean {one} or {other}"),
            next: "give more of the id".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(name: &str) -> Result<String, String> {
        let ids = ["0193aa01", "0193ab02", "0193aa03"].map(str::to_owned);
        choose(name, &ids).map_err(|error| error.to_string())
    }

    #[test]
    fn a_beginning_that_only_one_id_has_names_it() {
        assert_eq!(chosen("0193ab"), Ok("0193ab02".into()));
        assert_eq!(chosen("0193AB"), Ok("0193ab02".into()));
    }

    #[test]
    fn latest_is_the_id_made_last() {
        assert_eq!(chosen("latest"), Ok("0193ab02".into()));
        assert!(choose("latest", &[]).is_err());
    }

    #[test]
    fn a_beginning_that_several_have_is_refused_and_so_is_one_that_none_has() {
        assert_eq!(chosen("0193aa"), Err("`0193aa` may mean 0193aa01 or 0193aa03".into()));
        assert_eq!(chosen("77"), Err("no sweep's id begins with `77`".into()));
    }
}
