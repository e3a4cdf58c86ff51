//! What a figure can show.

use crate::Spread;

/// What is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// Stands above everything.
    pub title: String,
    /// What there is to see, in a sentence below the title; may be empty.
    pub note: String,
    /// One below the other; those past [`crate::PANELS_MAX`] are left out.
    pub panels: Vec<Panel>,
}

/// One pair of axes and what is drawn between them, in this order from the ground up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Panel {
    /// Across.
    pub x: Axis,
    /// Up.
    pub y: Axis,
    /// Boxes in the colour of a number.
    pub cells: Vec<Cell>,
    /// Stretches across that say something of all that lies in them.
    pub stretches: Vec<Stretch>,
    /// Places across that are worth a look.
    pub guides: Vec<Guide>,
    /// Many thin lines, each in the colour of a number.
    pub strands: Vec<Strand>,
    /// What the colours of strands and cells stand for.
    pub ramp: Option<Ramp>,
    /// Lines, each in a colour of its own.
    pub lines: Vec<Line>,
    /// Upright lines from a low to a high value.
    pub spans: Vec<Span>,
    /// Single points; in the colour of the line of the same name, where there is one.
    pub marks: Vec<Marks>,
    /// What has no place up, pinned to an edge.
    pub pins: Vec<Pins>,
    /// Stands in the middle, where there is nothing to show yet.
    pub empty: String,
}

/// An axis. Its ends follow from what is drawn, unless it has ends of its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Axis {
    /// What it measures.
    pub label: String,
    /// How numbers are spread along it.
    pub spread: Spread,
    /// From where to where; what lies beyond is cut off.
    pub ends: Option<(f64, f64)>,
    /// Names of places, which stand there instead of numbers.
    pub names: Vec<(f64, String)>,
}

/// A line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Stands in the legend, where there is more than one name.
    pub name: String,
    /// Across and up, in order; the line has a gap where a value is missing.
    pub points: Vec<(f64, Option<f64>)>,
    /// Across, low and high, in order: what lies around the line.
    pub band: Vec<(f64, f64, f64)>,
}

/// A thin line among many.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strand {
    /// Its place on the ramp of colours, from 0 to 1.
    pub share: f64,
    /// Across and up, in order; the line has a gap where a value is missing.
    pub points: Vec<(f64, Option<f64>)>,
}

/// What a ramp of colours stands for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ramp {
    /// What the colours measure.
    pub label: String,
    /// What its darkest colour is.
    pub low: String,
    /// What its brightest colour is.
    pub high: String,
}

/// Single points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// Stands in the legend, where there is more than one name.
    pub name: String,
    /// Across and up.
    pub points: Vec<(f64, f64)>,
}

/// An upright line, such as the reach of several seeds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Span {
    /// In the colour of this name.
    pub name: String,
    /// Where.
    pub x: f64,
    /// From here.
    pub low: f64,
    /// Up to here.
    pub high: f64,
}

/// What has no place up, such as runs that diverged: triangles at an edge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pins {
    /// Stands in the legend.
    pub name: String,
    /// At the lower edge, and not the upper one.
    pub is_low: bool,
    /// Places across.
    pub at: Vec<f64>,
}

/// A stretch across.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stretch {
    /// Stands in the legend.
    pub name: String,
    /// From here.
    pub from: f64,
    /// To here.
    pub to: f64,
    /// What it says.
    pub kind: Kind,
}

/// What a stretch says of what lies in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// It is good: shaded.
    #[default]
    Good,
    /// Something lies here, as sure as can be said: a bar at the foot.
    Sure,
    /// It is of no use: hatched.
    Beyond,
}

/// A box in the colour of a number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// From where to where, across.
    pub x: (f64, f64),
    /// From where to where, up.
    pub y: (f64, f64),
    /// Its place on the ramp of colours, from 0 to 1; hatched where there is no number.
    pub share: Option<f64>,
    /// Stands in it, where there is room.
    pub label: String,
    /// Whether it is outlined.
    pub is_best: bool,
}

/// A place across that is worth a look: an upright line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guide {
    /// Where.
    pub x: f64,
    /// What is there.
    pub label: String,
}

impl Axis {
    /// An axis along which equal differences are equally long.
    pub fn linear(label: impl Into<String>) -> Self {
        Self { label: label.into(), spread: Spread::Linear, ..Self::default() }
    }

    /// An axis along which equal factors are equally long.
    pub fn log(label: impl Into<String>) -> Self {
        Self { label: label.into(), spread: Spread::Log, ..Self::default() }
    }

    /// The axis with ends of its own.
    #[must_use]
    pub fn between(self, low: f64, high: f64) -> Self {
        Self { ends: Some((low, high)), ..self }
    }
}
