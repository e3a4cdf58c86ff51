//! What a study found: its outcomes, tables and figures, and the page that holds them.

use figure::Figure;
use serde::Serialize;

/// What a study found.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The study's name.
    pub study: &'static str,
    /// What it asks.
    pub question: &'static str,
    /// What had to come out, and what did.
    pub outcomes: Vec<Outcome>,
    /// The numbers.
    pub tables: Vec<Table>,
    /// What to know beside them.
    pub notes: Vec<String>,
    /// The plots.
    #[serde(skip)]
    pub figures: Vec<Figure>,
}

/// Something that had to come out.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// What had to.
    pub claim: String,
    /// What did.
    pub found: String,
    /// Whether it is so.
    pub holds: bool,
}

/// Numbers in rows.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// What they are.
    pub title: String,
    /// What each column holds.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl Outcome {
    pub(crate) fn new(claim: impl Into<String>, found: impl Into<String>, holds: bool) -> Self {
        Self { claim: claim.into(), found: found.into(), holds }
    }
}

impl Table {
    pub(crate) fn new(title: &str, head: &[&str]) -> Self {
        let head = head.iter().map(|it| (*it).to_owned()).collect();
        Self { title: title.to_owned(), head, rows: Vec::new() }
    }
}

impl Report {
    /// Whether everything came out.
    pub fn holds(&self) -> bool {
        self.outcomes.iter().all(|it| it.holds)
    }

    /// The name of figure number `index` of this report, as a file.
    pub fn figure_name(&self, index: usize) -> String {
        format!("{}-{}.svg", self.study, index + 1)
    }

    /// The report as a page of Markdown that shows the figures beside it.
    pub fn markdown(&self) -> String {
        let outcomes = self.outcomes.iter().map(|it| {
            let holds = if it.holds { "pass" } else { "**fail**" };
            vec![holds.to_owned(), it.claim.clone(), it.found.clone()]
        });
        let mut parts = vec![
            format!("# {}", self.study),
            self.question.to_owned(),
            markdown_table(&["", "must come out", "found"], outcomes),
        ];
        for table in &self.tables {
            parts.push(format!("## {}", table.title));
            parts.push(markdown_table(&table.head, table.rows.iter().cloned()));
        }
        let picture = |(index, figure): (usize, &Figure)| {
            format!("![{}]({})", figure.title, self.figure_name(index))
        };
        parts.extend(self.figures.iter().enumerate().map(picture));
        parts.extend(self.notes.iter().cloned());
        parts.join("\n\n") + "\n"
    }
}

fn markdown_table(head: &[impl AsRef<str>], rows: impl Iterator<Item = Vec<String>>) -> String {
    let head: Vec<String> = head.iter().map(|it| it.as_ref().to_owned()).collect();
    let rule = vec!["---".to_owned(); head.len()];
    let line = |row: Vec<String>| {
        let cells: Vec<String> = row.iter().map(|it| it.replace('|', "\\|")).collect();
        format!("| {} |", cells.join(" | "))
    };
    [head, rule].into_iter().chain(rows).map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(holds: bool) -> Report {
        let mut table = Table::new("Rates", &["rate", "loss"]);
        table.rows.push(vec!["0.1".into(), "|a - b|".into()]);
        Report {
            study: "example",
            question: "Is it so?",
            outcomes: vec![Outcome::new("it is below 1", "0.5", holds)],
            tables: vec![table],
            notes: vec!["A note.".into()],
            figures: vec![Figure { title: "Curves".into(), ..Figure::default() }],
        }
    }

    #[test]
    fn a_page_shows_outcomes_tables_figures_and_notes() {
        let page = report(false).markdown();
        for part in [
            "# example\n\nIs it so?\n",
            "| **fail** | it is below 1 | 0.5 |\n",
            "## Rates\n\n| rate | loss |\n| --- | --- |\n| 0.1 | \\|a - b\\| |\n",
            "![Curves](example-1.svg)\n",
            "\nA note.\n",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
    }

    #[test]
    fn a_report_holds_when_every_outcome_does() {
        assert!(report(true).holds() && !report(false).holds());
    }
}
