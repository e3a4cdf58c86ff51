//! As much of JSON Schema as the schema of a sweep uses; any other word stops the test.
#![expect(clippy::cast_precision_loss, reason = "lengths are small")]

use regex_lite::Regex;
use search::document::Node;

/// Whether `value` is what `schema`, a part of `root`, describes.
pub(crate) fn takes(root: &Node, schema: &Node, value: &Node) -> bool {
    let Node::Map(words) = schema else { return *schema == Node::Bool(true) };
    words.iter().all(|(word, argument)| holds(root, schema, (word, argument), value))
}

fn holds(root: &Node, schema: &Node, (word, argument): (&str, &Node), value: &Node) -> bool {
    let sub = |schema: &Node, value: &Node| takes(root, schema, value);
    match word {
        "$schema" | "$defs" | "title" | "description" | "default" | "examples" => true,
        "then" => schema.get("if").is_some(),
        "$ref" => sub(definition(root, text(argument)), value),
        "type" => types(argument).iter().any(|it| is(it, value)),
        "enum" => list(argument).iter().any(|it| same(it, value)),
        "const" => same(argument, value),
        "not" => !sub(argument, value),
        "anyOf" => list(argument).iter().any(|it| sub(it, value)),
        "allOf" => list(argument).iter().all(|it| sub(it, value)),
        "if" => !sub(argument, value) || sub(schema.get("then").unwrap(), value),
        _ => match value {
            Node::Map(entries) => of_a_map(root, schema, (word, argument), entries),
            Node::List(items) => of_a_list(root, (word, argument), items),
            Node::Text(value) => of_a_text((word, argument), value),
            Node::Integer(_) | Node::Number(_) => {
                of_a_number((word, argument), value.number().unwrap())
            }
            Node::Null | Node::Bool(_) => of_another(word),
        },
    }
}

fn of_a_map(
    root: &Node,
    schema: &Node,
    (word, argument): (&str, &Node),
    entries: &[(String, Node)],
) -> bool {
    let has = |key: &str| entries.iter().any(|(it, _)| it == key);
    let named = |key: &str| schema.get("properties").and_then(|it| it.get(key));
    let patterns = schema.get("patternProperties").map_or(&[] as &[_], map);
    let fits = |key: &str, pattern: &str| Regex::new(pattern).unwrap().is_match(key);
    match word {
        "required" => list(argument).iter().all(|it| has(text(it))),
        "minProperties" => entries.len() as f64 >= number(argument),
        "maxProperties" => entries.len() as f64 <= number(argument),
        "properties" => entries
            .iter()
            .all(|(key, value)| argument.get(key).is_none_or(|it| takes(root, it, value))),
        "patternProperties" => entries.iter().all(|(key, value)| {
            patterns.iter().all(|(pattern, it)| !fits(key, pattern) || takes(root, it, value))
        }),
        "additionalProperties" => entries.iter().all(|(key, value)| {
            named(key).is_some()
                || patterns.iter().any(|(pattern, _)| fits(key, pattern))
                || takes(root, argument, value)
        }),
        _ => of_another(word),
    }
}

fn of_a_list(root: &Node, (word, argument): (&str, &Node), items: &[Node]) -> bool {
    match word {
        "items" => items.iter().all(|it| takes(root, argument, it)),
        "minItems" => items.len() as f64 >= number(argument),
        "maxItems" => items.len() as f64 <= number(argument),
        "uniqueItems" => {
            items.iter().enumerate().all(|(at, a)| !items[..at].iter().any(|b| same(a, b)))
        }
        _ => of_another(word),
    }
}

fn of_a_text((word, argument): (&str, &Node), value: &str) -> bool {
    match word {
        "pattern" => Regex::new(text(argument)).unwrap().is_match(value),
        "minLength" => value.chars().count() as f64 >= number(argument),
        "maxLength" => value.chars().count() as f64 <= number(argument),
        _ => of_another(word),
    }
}

fn of_a_number((word, argument): (&str, &Node), value: f64) -> bool {
    match word {
        "minimum" => value >= number(argument),
        "maximum" => value <= number(argument),
        "exclusiveMinimum" => value > number(argument),
        "exclusiveMaximum" => value < number(argument),
        "multipleOf" => value % number(argument) == 0.0,
        _ => of_another(word),
    }
}

/// A word about another type of value says nothing here.
fn of_another(word: &str) -> bool {
    const WORDS: [&str; 20] = [
        "required",
        "minProperties",
        "maxProperties",
        "properties",
        "patternProperties",
        "additionalProperties",
        "items",
        "minItems",
        "maxItems",
        "uniqueItems",
        "pattern",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "if",
        "then",
    ];
    assert!(WORDS.contains(&word), "the checker does not know `{word}`");
    true
}

fn definition<'a>(root: &'a Node, reference: &str) -> &'a Node {
    let name = reference.strip_prefix("#/$defs/").unwrap();
    root.get("$defs").and_then(|it| it.get(name)).unwrap()
}

fn is(kind: &Node, value: &Node) -> bool {
    match text(kind) {
        "null" => *value == Node::Null,
        "boolean" => matches!(value, Node::Bool(_)),
        "string" => matches!(value, Node::Text(_)),
        "array" => matches!(value, Node::List(_)),
        "object" => matches!(value, Node::Map(_)),
        "number" => value.number().is_some_and(f64::is_finite),
        "integer" => value.number().is_some_and(|it| it.fract() == 0.0),
        other => panic!("no type is called {other}"),
    }
}

fn types(argument: &Node) -> &[Node] {
    match argument {
        Node::List(types) => types,
        one => std::slice::from_ref(one),
    }
}

fn same(a: &Node, b: &Node) -> bool {
    a == b || a.number().zip(b.number()).is_some_and(|(a, b)| a.total_cmp(&b).is_eq())
}

fn text(node: &Node) -> &str {
    let Node::Text(text) = node else { panic!("{node:?} is no text") };
    text
}

fn list(node: &Node) -> &[Node] {
    let Node::List(items) = node else { panic!("{node:?} is no list") };
    items
}

fn map(node: &Node) -> &[(String, Node)] {
    let Node::Map(entries) = node else { panic!("{node:?} is no map") };
    entries
}

fn number(node: &Node) -> f64 {
    node.number().unwrap()
}
