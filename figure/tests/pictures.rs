//! What a picture holds: letters, lines, gaps, and no number that is none.

use figure::{Axis, Figure, Guide, Line, Marks, Panel};

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
    };
    Figure {
        title: "Digits".into(),
        panels: vec![panel(Axis::log("lr")), panel(Axis::linear("lr"))],
    }
}
