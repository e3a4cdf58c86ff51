//! `range-test`: reads a range test that was run elsewhere. Nobody is asked; the rules are in this program.

use std::io::Read as _;

use clap::Args;
use search::{
    document::{Node, Problem},
    range_test::Curve,
};

use crate::{answer, arguments::Written, failure::Failure, screen};

/// The longest file that is read: the longest curve, written at length.
const BYTES_MAX: u64 = 8 << 20;

#[derive(Args, Debug)]
pub(crate) struct RangeTest {
    /// The curve: CSV with the columns `lr`, `loss` and perhaps `accuracy`, or JSON with lists of these names;
    /// `-` reads stdin
    #[arg(value_name = "FILE.csv|json")]
    file: String,
    /// The accuracy that guessing comes to: 0.1 for ten classes
    #[arg(long, env = "RATESMITH_CHANCE", value_name = "SHARE")]
    chance: Option<f64>,
    #[command(flatten)]
    written: Written,
}

pub(crate) fn run(asked: &RangeTest) -> Result<(), Failure> {
    let text = read(&asked.file)?;
    let is_json = text.trim_start().starts_with('{');
    let document = if is_json { Node::from_json(&text).map_err(wrong) } else { table(&text) };
    let mut document = document.map_err(|what| refusal(&asked.file, &what))?;
    if let Some(chance) = asked.chance {
        document.put("chance", Node::Number(chance));
    }
    let found = Curve::read(&document).and_then(|curve| Ok((curve.findings()?, curve)));
    let (findings, curve) = found.map_err(|it| refusal(&asked.file, &told(&it)))?;
    if asked.written.json {
        return screen::write_json(&findings);
    }
    screen::write(&answer::curve(&curve, findings))
}

fn read(file: &str) -> Result<String, Failure> {
    let mut text = String::new();
    let read = match file {
        "-" => std::io::stdin().take(BYTES_MAX + 1).read_to_string(&mut text),
        path => std::fs::File::open(path)
            .and_then(|it| it.take(BYTES_MAX + 1).read_to_string(&mut text)),
    };
    match read {
        Ok(length) if length as u64 > BYTES_MAX => Err(refusal(file, "longer than 8 MiB")),
        Ok(_) => Ok(text),
        Err(error) => Err(refusal(file, &error.to_string())),
    }
}

/// The lists in a table, by the names in its head. A field that is empty or `nan` is a number that is not finite.
fn table(text: &str) -> Result<Node, String> {
    let mut rows = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    let names: Vec<String> = rows.headers().map_err(wrong)?.iter().map(str::to_owned).collect();
    let mut lists = vec![Vec::new(); names.len()];
    for row in rows.records() {
        for (list, field) in lists.iter_mut().zip(row.map_err(wrong)?.iter()) {
            list.push(number(field));
        }
    }
    let known = |name: &str| ["lr", "loss", "accuracy"].contains(&name);
    let columns = names.into_iter().zip(lists).filter(|(name, _)| known(name));
    Ok(Node::Map(columns.map(|(name, list)| (name, Node::List(list))).collect()))
}

fn number(field: &str) -> Node {
    match field.parse::<f64>() {
        Ok(number) => Node::Number(number),
        Err(_) if field.is_empty() => Node::Null,
        Err(_) => Node::Text(field.to_owned()),
    }
}

fn wrong(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn told(problems: &[Problem]) -> String {
    let lines = problems.iter().map(ToString::to_string);
    [String::new()].into_iter().chain(lines).collect::<Vec<_>>().join("\n       ")
}

fn refusal(file: &str, what: &str) -> Failure {
    Failure::Wrong {
        what: format!("cannot read a range test in {file}: {what}"),
        next:
            "give it a CSV file with the columns `lr` and `loss`, or JSON with lists of these names"
                .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_becomes_lists_and_other_columns_are_passed_over() {
        let lists = table("# mine\nstep, lr, loss\n0, 0.1, 2.5\n1, 0.2, nan\n2, 0.4,\n").unwrap();
        let curve = Curve::read(&lists).unwrap();
        assert_eq!((curve.lr, curve.loss), (vec![0.1, 0.2, 0.4], vec![Some(2.5), None, None]));
    }

    #[test]
    fn what_is_no_number_is_told_with_its_place() {
        let lists = table("lr,loss\n0.1,much\nx,1\n").unwrap();
        let paths: Vec<String> =
            Curve::read(&lists).unwrap_err().into_iter().map(|it| it.path).collect();
        assert_eq!(paths, ["loss[0]", "lr[1]"]);
        assert!(table("lr,loss\n0.1\n").is_err());
    }
}
