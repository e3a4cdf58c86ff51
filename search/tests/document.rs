//! Taking documents apart: paths, hints, bounds.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use search::document::{Fields, Node, Path, Problem, Problems, Value};

/// What `read` notes about `text`, as lines.
fn told(text: &str, read: impl for<'a> Fn(&Fields<'a>) -> Option<()>) -> Vec<String> {
    let (node, problems) = (Node::from_text(text).unwrap(), Problems::default());
    let read = Fields::of(&node, Path::root(), &problems).and_then(|it| read(&it));
    problems.settle(read).err().unwrap_or_default().iter().map(Problem::to_string).collect()
}

/// What is told of the value under `a`.
fn about(value: &str, read: impl for<'a> Fn(&Value<'a>) -> Option<()>) -> String {
    let mut told = told(&format!("a: {value}"), |fields| fields.required("a", &read));
    assert!(told.len() < 2, "{told:?}");
    told.pop().unwrap_or_default()
}

#[test]
fn a_path_leads_to_its_place() {
    let path = Path::root().key("a").key("b").index(2).key("c.d");
    assert_eq!(told("a: 1", |it| it.note("a", "wrong")), ["a: wrong"]);
    let problems = Problems::default();
    problems.note::<()>(&path, "wrong");
    problems.note::<()>(&Path::root(), "wrong");
    let told = problems.settle(Some(())).unwrap_err();
    assert_eq!(told.iter().map(|it| it.path.as_str()).collect::<Vec<_>>(), ["a.b[2].c.d", ""]);
    assert_eq!(told[1].to_string(), "wrong", "the document itself has no path to show");
}

#[test]
fn a_mistake_is_told_once_and_too_many_are_cut_off() {
    let problems = Problems::default();
    let note = |index| problems.note::<()>(&Path::root().index(index), "wrong");
    (0..100).chain(0..100).for_each(|index| assert!(note(index).is_none()));
    assert!(!problems.is_full());
    (100..150).for_each(|index| assert!(note(index).is_none()));
    assert!(problems.is_full());
    let told = problems.settle(Some(())).unwrap_err();
    assert_eq!((told.len(), told[100].message.as_str()), (101, "and more mistakes"));
}

#[test]
fn nothing_is_settled_by_silence() {
    assert_eq!(Problems::default().settle(Some(3)), Ok(3));
    assert_eq!(Problems::default().settle(None::<i32>), Err(vec![]));
    assert!(Problems::default().is_empty());
}

#[test]
fn an_unknown_key_is_compared_with_the_known_ones() {
    let hint = |key: &str| {
        let told = told(&format!("{key}: 1"), |fields| {
            for known in ["momentum", "lr", "min", "max", "seed"] {
                fields.node(known);
            }
            fields.finish();
            Some(())
        });
        told[0].split_once("unknown key; ").unwrap().1.to_owned()
    };
    for (key, meant) in [
        ("momentumm", "momentum"),
        ("momemtun", "momentum"),
        ("sede", "seed"),
        ("l", "lr"),
        ("rl", ""),
        ("mim", "min"),
        ("mx", "max"),
        ("Seed", "seed"),
        ("xy", ""),
        ("moment", "momentum"),
        ("colour", ""),
    ] {
        let expected = match meant {
            "" => "known here: momentum, lr, min, max, seed".to_owned(),
            meant => format!("did you mean `{meant}`?"),
        };
        assert_eq!(hint(key), expected, "{key}");
    }
}

#[test]
fn a_key_that_was_asked_for_twice_is_listed_once() {
    let told = told("colour: 1", |fields| {
        fields.node("min").or(fields.node("min"));
        fields.finish();
        Some(())
    });
    assert_eq!(told, ["colour: unknown key; known here: min"]);
}

#[test]
fn null_is_as_good_as_nothing() {
    let read = |text| {
        told(text, |fields| {
            assert_eq!(fields.optional("a", Value::positive), Some(None));
            assert_eq!(fields.or("a", 7.0, Value::positive), Some(7.0));
            fields.required("a", Value::positive).map(|_| ())
        })
    };
    assert_eq!(read("a: null"), ["a: is missing"]);
    assert_eq!(read("{}"), ["a: is missing"]);
}

#[test]
fn numbers_are_refused_in_words() {
    let number = |it: &Value<'_>| it.positive().map(|_| ());
    assert_eq!(about("0.5", number), "");
    assert_eq!(about("7", number), "");
    assert_eq!(about("-1", number), "a: must be above 0, not -1");
    assert_eq!(about(".inf", number), "a: must be a finite number");
    assert_eq!(about("1e999", number), "a: must be a finite number");
    assert_eq!(about("'1'", number), "a: expected a number, found text");
    assert_eq!(about("true", number), "a: expected a number, found true or false");
    assert_eq!(
        about("1", |it| it.fraction().map(|_| ())),
        "a: must be at least 0 and below 1, not 1"
    );
    assert_eq!(
        about("-0.1", |it| it.not_negative().map(|_| ())),
        "a: must be 0 or above, not -0.1"
    );
}

#[test]
fn whole_numbers_may_be_written_as_people_do() {
    let whole = |it: &Value<'_>| {
        assert_eq!(it.whole(1, 100_000)?, 100_000);
        Some(())
    };
    for text in ["100000", "1e5", "1.0e+5", "100000.0", "100_000", "0x186A0"] {
        assert_eq!(about(text, whole), "", "{text}");
    }
    for text in ["0", "100001", "-5", "2.5", "1e300", ".nan", "99999999999999999999"] {
        assert_eq!(about(text, whole), "a: must be a whole number from 1 to 100000", "{text}");
    }
    assert_eq!(about("[1]", whole), "a: expected a whole number, found a list");
}

#[test]
fn choices_name_what_there_is() {
    let choice = |it: &Value<'_>| it.choice(&[("on", ()), ("off", ())]);
    assert_eq!(about("on", choice), "");
    assert_eq!(about("of", choice), "a: unknown: `of`; expected one of on, off");
    assert_eq!(about("1", choice), "a: expected one of on, off, found a whole number");
}

#[test]
fn each_item_has_its_place() {
    let items = |it: &Value<'_>| {
        let items = it.items()?;
        items.iter().map(Value::bool).collect::<Option<Vec<_>>>().map(|_| ())
    };
    assert_eq!(about("[true, false]", items), "");
    assert_eq!(about("[true, 1]", items), "a[1]: expected true or false, found a whole number");
    assert_eq!(about("true", items), "a: expected a list, found true or false");
}

#[test]
fn putting_makes_maps_on_the_way_and_stops_at_what_is_none() {
    let mut node = Node::from_text("a: { b: 1 }").unwrap();
    assert!(node.put("a.c.d", Node::Integer(2)));
    assert!(node.put("a.b", Node::Integer(3)));
    assert!(!node.put("a.b.x", Node::Integer(4)));
    assert_eq!(node, Node::from_text("a: { b: 3, c: { d: 2 } }").unwrap());
    assert_eq!((node.size(), node.get("a").unwrap().get("z")), (5, None));
}

#[test]
fn a_document_keeps_its_order_and_its_numbers() {
    let text = r#"{"z":1,"a":[0.1,1e-7,9007199254740993,-3,true,null,"x"],"m":{}}"#;
    let node = Node::from_text(text).unwrap();
    assert_eq!(serde_json::to_string(&node).unwrap(), text);
    assert_eq!(Node::from_yaml(text).unwrap(), node);
}
