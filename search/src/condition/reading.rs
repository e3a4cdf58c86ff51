//! Conditions as people write them.

use super::{Compare, Condition, Operand};

/// More conditions than this are not read at once.
pub const TERMS_MAX: usize = 20;
/// Nor is a text of more bytes.
pub const LENGTH_MAX: usize = 1_000;

/// The conditions in `text`, all of which are to be met: each a name, one of `=`, `!=`, `<`, `<=`, `>`, `>=`, and a number
/// or a word, in quotes where it has spaces; `and` or a comma between them. Otherwise what is wrong, for whoever wrote it.
pub fn read(text: &str) -> Result<Vec<Condition>, String> {
    if text.len() > LENGTH_MAX {
        return Err(format!("is longer than {LENGTH_MAX} bytes"));
    }
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err("is empty; write a condition, like `lr >= 0.01`".to_owned());
    }
    let mut all = Vec::new();
    loop {
        let (condition, after) = condition(rest)?;
        all.push(condition);
        if all.len() > TERMS_MAX {
            return Err(format!("has more than {TERMS_MAX} conditions"));
        }
        let after = after.trim_start();
        if after.is_empty() {
            return Ok(all);
        }
        rest = joined(after)
            .ok_or_else(|| format!("write `and` between conditions, before `{}`", short(after)))?;
    }
}

fn condition(text: &str) -> Result<(Condition, &str), String> {
    let is_name = |it: char| it.is_alphanumeric() || matches!(it, '_' | '.' | '-' | '/');
    let (name, rest) = split(text, |it| !is_name(it));
    if name.is_empty() {
        let found =
            if text.is_empty() { "the end".to_owned() } else { format!("`{}`", short(text)) };
        return Err(format!("write a name and a comparison, like `lr >= 0.01`, where {found} is"));
    }
    let rest = rest.trim_start();
    let compare = Compare::WRITTEN
        .iter()
        .find_map(|(sign, compare)| Some((*compare, rest.strip_prefix(sign)?)));
    let Some((compare, rest)) = compare else {
        return Err(format!("write =, !=, <, <=, > or >= after `{}`", short(name)));
    };
    // Some languages double it.
    let rest =
        if compare == Compare::Equal { rest.strip_prefix('=').unwrap_or(rest) } else { rest };
    let (operand, rest) = operand(rest.trim_start())
        .map_err(|wrong| format!("{wrong} in the condition on `{}`", short(name)))?;
    Ok((Condition { name: name.to_owned(), compare, operand }, rest))
}

fn operand(text: &str) -> Result<(Operand, &str), String> {
    if let Some(quote) = text.chars().next().filter(|it| matches!(it, '"' | '\'')) {
        let closed = text[1..].split_once(quote).ok_or("a quote is not closed")?;
        return Ok((Operand::Word(closed.0.to_owned()), closed.1));
    }
    let (word, rest) = split(text, |it| it.is_whitespace() || it == ',');
    match word.parse::<f64>() {
        _ if word.is_empty() => Err("a number or a word is missing".to_owned()),
        Ok(value) if value.is_finite() => Ok((
            Operand::Number { written: word.to_owned(), value, slack: slack(word, value) },
            rest,
        )),
        _ if word.contains(['<', '>', '=']) => {
            Err(format!("`{}` is no number and no word", short(word)))
        }
        _ => Ok((Operand::Word(word.to_owned()), rest)),
    }
}

/// What stands after the `and`, or the comma, that `text` begins with.
fn joined(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix(',') {
        return Some(rest.trim_start());
    }
    let (word, rest) = split(text, char::is_whitespace);
    word.eq_ignore_ascii_case("and").then(|| rest.trim_start())
}

/// Half of the last digit that is written, or of the third where fewer are; less than half of one for a whole number.
fn slack(written: &str, value: f64) -> f64 {
    if value == 0.0 {
        return 0.0;
    }
    let digits = written.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    let count = digits.trim_start_matches('0').len().clamp(3, 17);
    #[expect(clippy::cast_precision_loss, reason = "at most 17")]
    let last = value.abs().log10().floor() + 1.0 - count as f64;
    let half = 0.5 * 10_f64.powf(last);
    if value.fract() == 0.0 { half.min(0.49) } else { half }
}

/// `text` before and from the first character that is `end`.
fn split(text: &str, end: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(end).unwrap_or(text.len()))
}

fn short(text: &str) -> String {
    text.chars().take(30).collect()
}
