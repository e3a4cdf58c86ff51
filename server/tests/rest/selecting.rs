//! Conditions on trials.

use std::fmt::Write as _;

use search::{
    document::Node,
    trial::{Ending, Outcome},
};

use crate::{
    door::{Answer, Door, snapshot},
    harness::{completion, finite, on_each},
};

/// Nine configurations, twice each: trial 9 is trial 0 with another seed.
const THREE_BY_THREE: &str = "
    { method: grid, replicates: 2, seed: 7, train: { synthetic: {} },
      parameters: {
        lr: { distribution: log_uniform, min: 0.01, max: 0.1, points: 3 },
        optimizer.momentum: { values: [0.0, 0.5, 0.9] } } }";

/// `text` as it stands in an address.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        write!(escaped, "%{byte:02x}").unwrap();
    }
    escaped
}

fn numbers(answer: &Answer) -> Vec<i64> {
    let number = |it: &Node| match it.get("number") {
        Some(Node::Integer(number)) => *number,
        other => panic!("no number: {other:?}"),
    };
    answer.items().iter().map(number).collect()
}

#[tokio::test]
async fn trials_are_listed_by_what_is_said_of_them() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let trials =
            format!("/api/v1/sweeps/{}/trials", door.submit(THREE_BY_THREE, &[]).await.text("id"));
        let worker = bench.register("ada").await;
        let leased = bench.lease(&worker, 5).await.assignments;
        let failed = Ending::Failed { error: "lost".into(), permanent: false };
        let endings = [finite(0.5), finite(0.125), Ending::Completed(Outcome::Diverged), failed];
        let ends =
            leased.iter().zip(endings).map(|(it, end)| completion(&it.trial, 1, end)).collect();
        bench.coordinator.complete(&worker, ends, None).await.unwrap();
        let of = async |text: &str| {
            let answer = door.get(&format!("{trials}?where={}", escaped(text))).await;
            let Some(Node::Integer(total)) = answer.json().get("total").cloned() else {
                panic!("no total: {}", answer.body)
            };
            (numbers(&answer), total)
        };
        let all: Vec<i64> = (0..18).collect();
        for (text, expected) in [
            ("lr = 0.0316", vec![3, 4, 5, 12, 13, 14]),
            ("lr != 0.0316 and lr<0.1", vec![0, 1, 2, 9, 10, 11]),
            ("momentum = 0.9", vec![2, 5, 8, 11, 14, 17]),
            ("optimizer.momentum > 0 and momentum < 0.9", vec![1, 4, 7, 10, 13, 16]),
            ("momentum >= 0", all.clone()),
            ("momentum > 1", vec![]),
            ("momentum = 0.5, optimizer.lr >= 0.1, seed = 8", vec![16]),
            ("replicate = 1 and configuration <= 1", vec![9, 10]),
            ("seed < 8 and number > 6", vec![7, 8]),
            ("value < 0.2", vec![1]),
            ("val_loss != 0.125", vec![0]),
            ("state = diverged", vec![2]),
            ("state != queued", vec![0, 1, 2, 4]),
            ("failures > 0", vec![3]),
            ("attempt = 1 and state = queued", vec![3]),
            ("worker = ada and state = completed", vec![0, 1, 2]),
            ("worker != ada and momentum = 0 and lr < 0.1", vec![9, 12]),
            ("seconds <= 0.005", vec![0, 1, 2, 3]),
        ] {
            let expected = (expected.clone(), i64::try_from(expected.len()).unwrap());
            assert_eq!(of(text).await, expected, "{text}");
        }
        let of_worker = of(&format!("worker = {worker} and value > 0")).await;
        assert_eq!(of_worker, (vec![0, 1], 2));
    })
    .await;
}

#[tokio::test]
async fn conditions_hold_on_every_page_in_every_order_and_in_exports() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = format!("/api/v1/sweeps/{}", door.submit(THREE_BY_THREE, &[]).await.text("id"));
        let asked = format!("where={}", escaped("momentum != 0.5 and state = queued"));
        let path = format!("{sweep}/trials?{asked}&state=queued&sort=lr&order=desc&limit=5");
        let first = door.get(&path).await;
        assert_eq!(first.json().get("total"), Some(&Node::Integer(12)));
        let (mut found, mut cursor) = (numbers(&first), first.next_cursor());
        while let Some(at) = cursor {
            let page = door.get(&format!("{path}&cursor={at}")).await;
            // It is counted once.
            assert_eq!(page.json().get("total"), None);
            found.extend(numbers(&page));
            cursor = page.next_cursor();
        }
        assert_eq!(found, [6, 8, 15, 17, 3, 5, 12, 14, 0, 2, 9, 11]);
        let skipped = door.get(&format!("{path}&skip=10")).await;
        assert_eq!((numbers(&skipped), skipped.json().get("total")), (vec![9, 11], None));
        let csv = door.get(&format!("{sweep}/export?{asked}")).await.body;
        let rows: Vec<&str> = csv.lines().skip(1).filter_map(|it| it.split(',').next()).collect();
        assert_eq!(rows, ["0", "2", "3", "5", "6", "8", "9", "11", "12", "14", "15", "17"]);
        let jsonl = door.get(&format!("{sweep}/export?format=jsonl&state=running")).await.body;
        assert_eq!(jsonl, "");
    })
    .await;
}

#[tokio::test]
async fn seeds_of_many_digits_are_told_apart() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let large = THREE_BY_THREE.replace("seed: 7", "seed: 1152921504606846976");
        let trials = format!("/api/v1/sweeps/{}/trials", door.submit(large, &[]).await.text("id"));
        for (text, expected) in [
            ("seed = 1152921504606846977", vec![9]),
            ("seed < 1152921504606846977", vec![0]),
            ("seed != 7", vec![0, 9]),
            ("seed > 1152921504606846977", vec![]),
        ] {
            let text = format!("configuration = 0 and {text}");
            let answer = door.get(&format!("{trials}?where={}", escaped(&text))).await;
            assert_eq!(numbers(&answer), expected, "{text}");
        }
    })
    .await;
}

#[tokio::test]
async fn conditions_that_mean_nothing_are_refused() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = format!("/api/v1/sweeps/{}", door.submit(THREE_BY_THREE, &[]).await.text("id"));
        let mut told = Vec::new();
        for text in [
            "",
            "lr",
            "batch_size = 32",
            "lr = fast",
            "seed = 7.5",
            "momentum < high",
            "state = lost",
            "state > queued",
            "lr > 0.1 or lr < 0.01",
            "lr > 0.1; drop table trials",
        ] {
            let answer = door.get(&format!("{sweep}/trials?where={}", escaped(text))).await;
            let export = door.get(&format!("{sweep}/export?where={}", escaped(text))).await;
            assert_eq!((answer.status, export.status), (400, 400), "{text}");
            assert_eq!(answer.text("detail"), export.text("detail"));
            told.push(answer.text("detail"));
        }
        snapshot!(told.join("\n"), @r#"
        where: is empty; write a condition, like `lr >= 0.01`
        where: write =, !=, <, <=, > or >= after `lr`
        where: nothing about these trials is called `batch_size`; there are optimizer.momentum, val_loss, lr, value, number, configuration, replicate, seed, seconds, attempt, failures, state, worker
        where: `lr` is compared with a number, like `lr >= 0.01`
        where: `seed` is a whole number, and `7.5` is none
        where: `momentum` is compared with a word here; write = or !=
        where: no state is called `lost`; there are queued, running, completed, stopped, failed, cancelled, quarantined, diverged
        where: `state` is compared with a word here; write = or !=
        where: write `and` between conditions, before `or lr < 0.01`
        where: write `and` between conditions, before `drop table trials`
        "#);
    })
    .await;
}
