//! Pictures and what must be true of each.

use super::*;

const NONE: &[(f64, f64)] = &[];

fn plot<'a>(points: &'a [(f64, f64)], diverged: &'a [f64]) -> Plot<'a> {
    let goal = Goal::Minimize;
    Plot { metric: "val_loss", goal, points: NONE, means: points, diverged, span: None }
}

/// Row and column of each `mark` inside the plot.
fn places(picture: &str, mark: char) -> Vec<(usize, usize)> {
    let rows = picture.lines().skip(1).take(HEIGHT).enumerate();
    rows.flat_map(|(row, line)| {
        let cells = line.chars().skip(MARGIN + 1).enumerate();
        cells.filter(|(_, it)| *it == mark).map(|(column, _)| (row, column)).collect::<Vec<_>>()
    })
    .collect()
}

#[test]
fn the_lowest_loss_is_at_the_bottom_and_rates_are_spaced_by_their_logarithm() {
    let picture = plot(&[(0.001, 2.3), (0.01, 1.3), (0.1, 0.3)], &[]).draw();
    assert_eq!(places(&picture, 'o'), [(0, 1), (7, 30), (14, 58)]);
}

#[test]
fn a_diverged_rate_stands_at_the_top_and_does_not_flatten_the_others() {
    let points = [(0.001, 2.3), (0.01, 1.3), (0.1, 0.3)];
    let picture = plot(&points, &[1.0, 10.0]).draw();
    assert_eq!(places(&picture, '×').iter().map(|it| it.0).collect::<Vec<_>>(), [0, 0]);
    assert_eq!(places(&picture, 'o').iter().map(|it| it.0).collect::<Vec<_>>(), [0, 7, 14]);
    assert!(picture.contains("× diverged"));
}

#[test]
fn a_loss_that_exploded_without_diverging_is_off_the_plot() {
    let picture = plot(&[(0.001, 2.3), (0.01, 1.3), (0.1, 0.3), (1.0, 1e9)], &[]).draw();
    assert_eq!(places(&picture, '^').len(), 1);
    assert_eq!(places(&picture, 'o').iter().map(|it| it.0).collect::<Vec<_>>(), [0, 7, 14]);
}

#[test]
fn the_best_accuracy_is_at_the_top_and_what_diverged_at_the_bottom() {
    let mut plot = plot(&[(0.001, 0.1), (0.1, 0.9)], &[1.0]);
    plot.goal = Goal::Maximize;
    let picture = plot.draw();
    assert_eq!(places(&picture, 'o').iter().map(|it| it.0).collect::<Vec<_>>(), [0, 14]);
    assert_eq!(places(&picture, '×')[0].0, 14);
}

#[test]
fn nothing_to_draw_draws_nothing() {
    assert_eq!(plot(&[], &[]).draw(), "");
    assert_eq!(plot(&[], &[1.0]).draw(), "");
}

#[test]
fn one_point_or_a_flat_line_can_be_drawn() {
    for points in [&[(0.1, 0.5)][..], &[(0.1, 0.5), (0.2, 0.5)]] {
        assert_eq!(places(&plot(points, &[]).draw(), 'o').len(), points.len());
    }
}

#[test]
fn the_picture_as_a_whole() {
    let rates = [1e-4, 1e-3, 1e-2, 1e-1];
    let means = [(rates[0], 2.2), (rates[1], 1.4), (rates[2], 0.6), (rates[3], 0.2)];
    let points = [(rates[0], 2.3), (rates[1], 1.5), (rates[2], 0.7), (rates[3], 0.25)];
    let whole =
        Plot { points: &points, span: Some(("bracket", 0.02, 0.3)), ..plot(&means, &[1.0]) };
    insta::assert_snapshot!(whole.draw(), @r"
     val_loss
         2.3 | o                                                        ×
             |
             |
             |
             |
             |               ⠠
             |               o
        1.25 |
             |
             |
             |
             |                              ⠂
             |                              o
             |
         0.2 |                                            o
             +-+-------------+--------------+-------------+-------------+-
              1e-4         0.001          0.01           0.1            1  lr
                                                [================]  bracket
              o mean over the seeds   × diverged
    ");
}
