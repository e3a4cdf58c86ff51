//! How conditions are read, and what meets them.

use super::*;

fn one(text: &str) -> Condition {
    let mut all = read(text).unwrap();
    assert_eq!(all.len(), 1, "{text}");
    all.remove(0)
}

#[test]
fn conditions_are_read_however_they_are_spaced_and_joined() {
    let names = |text: &str| {
        let all = read(text).unwrap();
        all.into_iter().map(|it| (it.name, it.compare)).collect::<Vec<_>>()
    };
    let both =
        [("lr".to_owned(), Compare::AtLeast), ("optimizer.kind".to_owned(), Compare::Unequal)];
    for text in [
        "lr >= 0.01 and optimizer.kind != adam",
        "lr>=1e-2,optimizer.kind!=adam",
        "  lr >=0.01  AND optimizer.kind != \"adam\" ",
        "lr >= .01 , optimizer.kind != 'adam'",
    ] {
        assert_eq!(names(text), both, "{text}");
    }
    assert_eq!(one("seed == 3"), one("seed = 3"));
    assert_eq!(one("name = 'two words'").operand, Operand::Word("two words".to_owned()));
}

#[test]
fn a_mistake_is_told_with_what_to_write() {
    for (text, told) in [
        ("", "is empty; write a condition, like `lr >= 0.01`"),
        ("lr", "write =, !=, <, <=, > or >= after `lr`"),
        ("lr >", "a number or a word is missing in the condition on `lr`"),
        ("lr > 1 seed = 2", "write `and` between conditions, before `seed = 2`"),
        ("lr > 1 or lr < 0.1", "write `and` between conditions, before `or lr < 0.1`"),
        ("lr > 1 and", "write a name and a comparison, like `lr >= 0.01`, where the end is"),
        ("> 1", "write a name and a comparison, like `lr >= 0.01`, where `> 1` is"),
        ("lr => 1", "`>` is no number and no word in the condition on `lr`"),
        ("kind = 'adam", "a quote is not closed in the condition on `kind`"),
    ] {
        assert_eq!(read(text).unwrap_err(), told, "{text}");
    }
    assert_eq!(read(&"x".repeat(1_001)).unwrap_err(), "is longer than 1000 bytes");
    let many = vec!["lr > 1"; 21].join(",");
    assert_eq!(read(&many).unwrap_err(), "has more than 20 conditions");
}

#[test]
fn a_number_is_found_as_it_is_shown() {
    let rate = 10_f64.powf(-1.5);
    for (text, is_met) in [
        ("lr = 0.0316", true),
        ("lr = 3.16e-2", true),
        ("lr = 0.03162", true),
        ("lr = 0.03161", false),
        ("lr = 0.03", false),
        ("lr != 0.0316", false),
        ("lr <= 0.0316", true),
        ("lr >= 0.0317", false),
        ("lr > 0.0316", false),
        ("lr < 0.0316", false),
        ("lr < 0.032", true),
        ("lr > -inf", false),
    ] {
        assert_eq!(one(text).is_met_by(&Node::Number(rate)), is_met, "{text}");
    }
    for whole in [1, 2, 32, 1_000, 4_096] {
        let condition = one(&format!("it = {whole}"));
        let met: Vec<i64> =
            (0..5_000).filter(|it| condition.is_met_by(&Node::Integer(*it))).collect();
        assert_eq!(met, [whole]);
    }
}

#[test]
fn words_are_equal_or_not_and_a_map_is_known_by_its_kind() {
    let word = |it: &str| Node::Text(it.to_owned());
    let cosine = Node::Map(vec![("kind".to_owned(), word("cosine"))]);
    assert!(one("schedule = cosine").is_met_by(&cosine));
    assert!(!one("schedule != cosine").is_met_by(&cosine));
    assert!(one("schedule != step").is_met_by(&word("cosine")));
    assert!(!one("schedule < step").is_met_by(&word("cosine")));
    assert!(one("nesterov = true").is_met_by(&Node::Bool(true)));
    assert!(one("layers != adam").is_met_by(&Node::Integer(3)));
    assert!(!one("layers = adam").is_met_by(&Node::Integer(3)));
    assert!(one("version = 2").is_met_by(&word("2")));
    assert!(!one("it != 2").is_met_by(&Node::Null));
    assert!(!one("it = 2").is_met_by(&Node::List(vec![])));
}
