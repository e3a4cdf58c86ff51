//! What a picture holds: letters, lines, gaps, and no number that is none.

use figure::{
    Axis, Cell, Figure, Guide, Kind, Line, Look, Marks, Panel, Pins, Ramp, Span, Strand, Stretch,
    Theme,
};

#[test]
fn an_svg_names_its_axes_lines_and_guides() {
    let svg = figure().svg();
    for text in ["Digits", "updates", "lr", "cosine", "step", "peak", "1e-3"] {
        assert!(svg.contains(&format!("\n{text}\n")), "{text}: {svg}");
    }
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
}

#[test]
fn a_line_has_a_gap_where_a_value_is_missing_or_not_finite() {
    let lines = |middle: Option<f64>| {
        let points = vec![
            (0.0, Some(1.0)),
            (1.0, Some(2.0)),
            (2.0, middle),
            (3.0, Some(2.0)),
            (4.0, Some(1.0)),
        ];
        let line = Line { points, ..Line::default() };
        let panel = Panel { lines: vec![line], ..Panel::default() };
        let svg = Figure { panels: vec![panel], ..Figure::default() }.svg();
        svg.matches("stroke=\"#0072B2\"").count()
    };
    assert_eq!([Some(1.5), None, Some(f64::NAN), Some(f64::INFINITY)].map(lines), [1, 2, 2, 2]);
}

#[test]
fn text_cannot_break_out_of_an_svg() {
    let svg = Figure { title: "<script>&\u{0}".into(), ..Figure::default() }.svg();
    assert!(svg.contains("&lt;script&gt;&amp;") && !svg.contains("<script"), "{svg}");
}

#[test]
fn a_png_is_white_with_colours_and_has_its_size() {
    let file = figure().png();
    let mut reader = png::Decoder::new(std::io::Cursor::new(&file)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!((info.width, info.height), (1920, 1360));
    let count = |colour: [u8; 3]| pixels.chunks(3).filter(|it| **it == colour).count();
    assert!(count([255; 3]) > pixels.len() / 6, "mostly white");
    assert!(count([0, 114, 178]) > 1_000 && count([213, 94, 0]) > 1_000, "lines in their colours");
}

#[test]
fn empty_and_odd_figures_are_drawn() {
    let odd = Line {
        name: "odd".into(),
        points: vec![
            (f64::NAN, Some(1.0)),
            (1e308, Some(-1e308)),
            (-1e308, Some(1e308)),
            (0.0, Some(0.0)),
        ],
        band: vec![(0.0, f64::NAN, 1.0), (1.0, 0.0, 2.0)],
    };
    for axis in [Axis::linear(""), Axis::log("")] {
        let panel =
            Panel { x: axis.clone(), y: axis, lines: vec![odd.clone()], ..Panel::default() };
        let figure = Figure { panels: vec![panel, Panel::default()], ..Figure::default() };
        assert!(!figure.svg().contains("NaN"));
        assert!(!figure.png().is_empty());
    }
    assert!(Figure::default().svg().contains("</svg>"));
}

#[test]
fn what_a_picture_says_stands_in_it_for_those_who_cannot_see_it() {
    let svg = Figure { note: "best \"0.1\" & more".into(), ..figure() }.svg();
    assert!(
        svg.contains("role=\"img\" aria-label=\"Digits. best &quot;0.1&quot; &amp; more\""),
        "{svg}"
    );
    assert!(svg.contains("<title>Digits</title>"), "{svg}");
    assert!(svg.contains("<desc>Digits. best &quot;0.1&quot; &amp; more</desc>"), "{svg}");
}

#[test]
fn a_picture_has_the_size_and_the_ground_that_were_asked_for() {
    let look = Look { theme: Theme::Dark, width: 640, height: Some(300) };
    let svg = figure().svg_in(look);
    assert!(svg.contains("width=\"640\" height=\"300\" viewBox=\"0 0 2560 1200\""), "{svg}");
    assert!(svg.contains("#14171D") && !svg.contains("#FFFFFF"));
    let file = figure().png_in(look);
    let reader = png::Decoder::new(std::io::Cursor::new(&file)).read_info().unwrap();
    assert_eq!((reader.info().width, reader.info().height), (1280, 600));
    // No letters have room in less.
    let tiny = figure().svg_in(Look { width: 1, height: Some(1), ..look });
    assert!(tiny.contains("width=\"320\" height=\"200\""), "{tiny}");
}

#[test]
fn what_lies_beyond_the_ends_of_an_axis_is_cut_off() {
    let rising =
        |to: f64| Line { points: vec![(0.0, Some(0.0)), (1.0, Some(to))], ..Line::default() };
    let drawn = |to| {
        let y = Axis::linear("").between(0.0, 1.0);
        let panel = Panel { y, lines: vec![rising(to)], ..Panel::default() };
        let svg = Figure { panels: vec![panel], ..Figure::default() }.svg();
        let line = svg.lines().find(|it| it.contains("stroke=\"#0072B2\"")).unwrap().to_owned();
        let points = line.split("points=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let last = points.trim().rsplit(' ').next().unwrap().to_owned();
        last.split(',').map(|it| it.parse::<f64>().unwrap()).collect::<Vec<f64>>()
    };
    let (within, beyond) = (drawn(1.0), drawn(4.0));
    // Both end at the upper edge, the steeper one a quarter of the way across.
    assert!((within[1] - beyond[1]).abs() <= 1.0, "{within:?} {beyond:?}");
    assert!(beyond[0] < within[0] / 2.0, "{within:?} {beyond:?}");
}

#[test]
fn a_panel_shows_all_that_it_is_given() {
    let svg = Figure { panels: vec![everything()], ..Figure::default() }.svg();
    let said = ["good", "sure", "beyond", "diverged", "rate", "1e-3", "10", "64", "128", "0.5"];
    for text in said {
        assert!(svg.contains(&format!("\n{text}\n")), "{text}: {svg}");
    }
    let count = |what: &str| svg.matches(what).count();
    // Two cells of which one is the best, three triangles and one in the legend.
    assert_eq!(count("stroke-width=\"8\""), 1, "{svg}");
    assert_eq!(count("fill=\"#B93A0B\""), 4, "{svg}");
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    let empty = Panel { empty: "nothing yet".into(), ..Panel::default() };
    let svg = Figure { panels: vec![empty], ..Figure::default() }.svg();
    assert!(svg.contains("\nnothing yet\n"), "{svg}");
}

fn everything() -> Panel {
    let stretch =
        |name: &str, from, kind| Stretch { name: name.into(), from, to: from * 2.0, kind };
    let cell = |x, share, is_best| Cell {
        x: (x, x * 2.0),
        y: (0.0, 1.0),
        share,
        label: "0.5".into(),
        is_best,
    };
    Panel {
        x: Axis::log("lr"),
        y: Axis {
            names: vec![(0.5, "64".into()), (1.5, "128".into())],
            ..Axis::linear("batch").between(0.0, 2.0)
        },
        cells: vec![cell(0.1, Some(0.5), true), cell(0.2, None, false)],
        stretches: vec![
            stretch("good", 0.1, Kind::Good),
            stretch("sure", 0.2, Kind::Sure),
            stretch("beyond", 0.4, Kind::Beyond),
        ],
        strands: vec![Strand { share: f64::NAN, points: vec![(0.1, Some(0.5)), (0.4, Some(1.5))] }],
        ramp: Some(Ramp { label: "rate".into(), low: "1e-3".into(), high: "10".into() }),
        spans: vec![Span { name: String::new(), x: 0.3, low: 0.5, high: f64::INFINITY }],
        pins: vec![Pins { name: "diverged".into(), is_low: false, at: vec![0.1, 0.2, 0.4] }],
        ..Panel::default()
    }
}

fn figure() -> Figure {
    let line = |name: &str, rate: f64| Line {
        name: name.into(),
        points: (0..100).map(|it| (f64::from(it), Some(rate * 0.9_f64.powi(it)))).collect(),
        band: (0..100).map(|it| (f64::from(it), rate * 0.8, rate * 1.2)).collect(),
    };
    let panel = |y: Axis| Panel {
        x: Axis::linear("updates"),
        y,
        lines: vec![line("cosine", 0.1), line("step", 1.0)],
        marks: vec![Marks { name: "step".into(), points: vec![(10.0, 0.3), (20.0, 0.1)] }],
        guides: vec![Guide { x: 30.0, label: "peak".into() }],
        ..Panel::default()
    };
    Figure {
        title: "Digits".into(),
        panels: vec![panel(Axis::log("lr")), panel(Axis::linear("lr"))],
        ..Figure::default()
    }
}
