//! Pictures of sweeps: well-formed, with what they are to show in them, and in words for those who cannot see them.

use roxmltree::{Document, Node as Element};
use search::trial::{Ending, Outcome};

use crate::{
    answers::{FINE, RANGE_TEST, end, end_all, lease_all, number, ramp},
    door::{Answer, Door, GRID, snapshot},
    harness::{finite, on_each, points, series},
};

/// The drawing in an answer, parsed.
fn drawn(answer: &Answer) -> Document<'_> {
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("content-type"), "image/svg+xml");
    let drawing = Document::parse(&answer.body).unwrap();
    let root = drawing.root_element();
    assert!(root.has_tag_name(("http://www.w3.org/2000/svg", "svg")));
    assert_eq!(root.attribute("role"), Some("img"));
    for name in ["title", "desc"] {
        let words = root.children().find(|it| it.tag_name().name() == name);
        assert!(words.and_then(|it| it.text()).is_some_and(|it| !it.trim().is_empty()), "{name}");
    }
    drawing
}

/// Every text in a drawing.
fn words(drawing: &Document<'_>) -> Vec<String> {
    let texts =
        drawing.descendants().filter(|it| it.has_tag_name(("http://www.w3.org/2000/svg", "text")));
    texts.filter_map(|it| it.text()).map(|it| it.trim().to_owned()).collect()
}

fn says(drawing: &Document<'_>, wanted: &str) -> bool {
    words(drawing).iter().any(|it| it.contains(wanted))
}

/// How many shapes of a kind and a colour there are.
fn shapes(drawing: &Document<'_>, kind: &str, colour: (&str, &str)) -> usize {
    let is = |it: &Element<'_, '_>| {
        it.tag_name().name() == kind && it.attribute(colour.0) == Some(colour.1)
    };
    drawing.descendants().filter(is).count()
}

#[tokio::test]
async fn the_answer_is_drawn_with_its_best_rate_its_certainty_and_its_edge() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = format!("/api/v1/sweeps/{}", door.submit(FINE, &[]).await.text("id"));
        let empty = door.get(&format!("{sweep}/plots/answer.svg")).await;
        assert!(says(&drawn(&empty), "no trial is over yet"));
        end_all(&bench, |_| 0.12).await;
        let answer = door.get(&format!("{sweep}/plots/answer.svg")).await;
        let drawing = drawn(&answer);
        for wanted in [
            "val_loss",
            "learning rate",
            "best 0.1",
            "95 % interval",
            "within 1 % of the best",
            "beyond the edge",
            "diverged",
        ] {
            assert!(says(&drawing, wanted), "{wanted}: {:?}", words(&drawing));
        }
        // A dot a rate that trained; the three with a seed that did not are triangles, with one in the legend.
        assert_eq!(shapes(&drawing, "circle", ("fill", "#0072B2")), 10);
        assert_eq!(shapes(&drawing, "polygon", ("fill", "#B93A0B")), 3 + 1);
        assert!(!answer.body.contains("NaN") && !answer.body.contains("inf"));
        let best = door.get(&format!("{sweep}/best")).await.json();
        assert!((0.08..0.2).contains(&number(&best, "best.lr")));
    })
    .await;
}

#[tokio::test]
async fn a_picture_has_the_theme_and_the_size_that_were_asked_for() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = format!("/api/v1/sweeps/{}", door.submit(GRID, &[]).await.text("id"));
        let query = "theme=dark&width=640&height=400";
        let dark = door.get(&format!("{sweep}/plots/answer.svg?{query}")).await;
        let drawing = drawn(&dark);
        let size = |name| drawing.root_element().attribute(name).map(str::to_owned);
        assert_eq!((size("width").as_deref(), size("height").as_deref()), (Some("640"), Some("400")));
        assert_eq!(shapes(&drawing, "rect", ("fill", "#14171D")), 1);
        let png = door.get(&format!("{sweep}/plots/answer.png?{query}")).await;
        assert_eq!((png.status, png.header("content-type")), (200, "image/png"));
        snapshot!(door.get(&format!("{sweep}/plots/answer.svg?theme=red&width=9&x=1")).await.told(), @r#"
        400 application/problem+json
        type: "/problems/invalid"
        title: "invalid"
        status: 400
        detail: "theme: unknown: `red`; expected one of light, dark; width: must be a whole number from 320 to 2000; x: unknown key; known here: theme, width, height, metric, by"
        errors:
        - {"path":"theme","message":"unknown: `red`; expected one of light, dark"}
        - {"path":"width","message":"must be a whole number from 320 to 2000"}
        - {"path":"x","message":"unknown key; known here: theme, width, height, metric, by"}
        "#);
    })
    .await;
}

#[tokio::test]
async fn curves_are_drawn_one_a_trial() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = format!("/api/v1/sweeps/{}", door.submit(GRID, &[]).await.text("id"));
        let empty = door.get(&format!("{sweep}/plots/curves.svg")).await;
        assert!(says(&drawn(&empty), "no trial has reported val_loss yet"));
        let (worker, leased) = lease_all(&bench).await;
        let said = leased.iter().map(|it| series(&it.trial, 1, 0, points(0, 30))).collect();
        bench.coordinator.report(&worker, said).await.unwrap();
        end(&bench, &worker, &leased[..1], &[Ending::Completed(Outcome::Diverged)]).await;
        let answer = door.get(&format!("{sweep}/plots/curves.svg")).await;
        let drawing = drawn(&answer);
        assert!(says(&drawing, "6 trials, 1 diverged") && says(&drawing, "updates"));
        let thin = ("stroke-width", "4");
        let curves = drawing.descendants().filter(|it| {
            it.tag_name().name() == "polyline"
                && it.attribute(thin.0) == Some(thin.1)
                && it.attribute("points").is_some_and(|it| it.split(' ').count() >= 30)
        });
        assert_eq!(curves.count(), 6);
    })
    .await;
}

#[tokio::test]
async fn a_range_test_is_drawn_with_its_readings_and_is_the_answer_of_its_sweep() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = format!("/api/v1/sweeps/{}", door.submit(RANGE_TEST, &[]).await.text("id"));
        let (worker, leased) = lease_all(&bench).await;
        let said = leased.iter().map(|it| series(&it.trial, 1, 0, vec![ramp()])).collect();
        bench.coordinator.report(&worker, said).await.unwrap();
        end(&bench, &worker, &leased, &[finite(0.3), finite(0.3)]).await;
        let answer = door.get(&format!("{sweep}/plots/range-test.svg")).await;
        let drawing = drawn(&answer);
        for wanted in [
            "valley 2.0e-3",
            "min ÷ 10",
            "steepest 0.039",
            "seed 0",
            "seed 1",
            "where to search",
            "beyond the edge",
        ] {
            assert!(says(&drawing, wanted), "{wanted}: {:?}", words(&drawing));
        }
        assert_eq!(door.get(&format!("{sweep}/plots/answer.svg")).await.body, answer.body);
        let none = door.get(&format!("{sweep}/plots/heatmap.svg")).await;
        snapshot!(none.told(), @r#"
        404 application/problem+json
        type: "about:blank"
        title: "Not Found"
        status: 404
        detail: "this sweep has no such plot; it has answer.svg, curves.svg, range-test.svg, and each as .png"
        "#);
    })
    .await;
}

#[tokio::test]
async fn a_heat_map_is_drawn_where_more_than_the_rate_varies() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let grid = FINE.replace("13 }", "13 }, train.batch_size: { values: [32, 128, 512] }");
        let sweep = format!("/api/v1/sweeps/{}", door.submit(grid, &[]).await.text("id"));
        end_all(&bench, |it| 0.05 * (number(it, "train.batch_size") / 32.0).sqrt()).await;
        let answer = door.get(&format!("{sweep}/plots/heatmap.svg")).await;
        let drawing = drawn(&answer);
        for wanted in ["batch size", "32", "128", "512", "outlined: the best of its row"] {
            assert!(says(&drawing, wanted), "{wanted}: {:?}", words(&drawing));
        }
        // The best of each of the three rows.
        assert_eq!(shapes(&drawing, "polyline", ("stroke-width", "8")), 3);
        let wrong = door.get(&format!("{sweep}/plots/heatmap.svg?by=seed")).await;
        let why = "by: \"seed\" does not vary in this sweep; choose train.batch_size";
        assert_eq!((wrong.status, wrong.text("detail").as_str()), (400, why));
        let alone = door.submit(GRID, &[]).await.text("id");
        let none = door.get(&format!("/api/v1/sweeps/{alone}/plots/heatmap.svg")).await;
        assert_eq!(none.status, 404, "{}", none.body);
    })
    .await;
}

#[tokio::test]
async fn a_plot_that_there_is_not_is_refused_with_those_that_there_are() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = door.submit(GRID, &[]).await.text("id");
        for file in ["pie.svg", "answer.pdf", "answer"] {
            let none = door.get(&format!("/api/v1/sweeps/{sweep}/plots/{file}")).await;
            assert_eq!(
                (none.status, none.header("content-type")),
                (404, "application/problem+json")
            );
            assert!(none.text("detail").contains("answer.svg, curves.svg"), "{}", none.body);
        }
        let nobody = door.get("/api/v1/sweeps/none/plots/answer.svg").await;
        assert_eq!((nobody.status, nobody.text("title")), (404, "not found".to_owned()));
    })
    .await;
}
