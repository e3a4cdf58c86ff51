//! Line charts of numbers, as SVG and as PNG: pure computation, with no file, clock or system font.
//!
//! A [`Figure`] says what is shown; what it looks like is decided here. Numbers that are not finite, or that a
//! logarithmic axis has no place for, are gaps: they never reach a scale.

mod axes;
mod canvas;
mod panel;
mod scale;
mod text;

use plotters::{
    coord::Shift,
    prelude::{BitMapBackend, DrawingArea, DrawingBackend, IntoDrawingArea as _, SVGBackend},
};

pub use scale::Spread;

use self::canvas::Canvas;

/// How wide a figure is.
const WIDTH: u32 = 960;
/// How high each of its panels is.
const PANEL_HEIGHT: u32 = 320;
/// How high the line of its title is.
const TITLE_HEIGHT: u32 = 40;
/// How many pixels of a PNG stand for one of the figure, each way: screens are finer than they were.
const PIXELS: u32 = 2;
/// The most panels that are drawn. Pixels are kept in memory.
pub const PANELS_MAX: usize = 16;

/// What is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// Stands above everything.
    pub title: String,
    /// One below the other; those past [`PANELS_MAX`] are left out.
    pub panels: Vec<Panel>,
}

/// One pair of axes and what is drawn between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Panel {
    /// Across.
    pub x: Axis,
    /// Up.
    pub y: Axis,
    /// Lines, each in a colour of its own.
    pub lines: Vec<Line>,
    /// Single points; in the colour of the line of the same name, where there is one.
    pub marks: Vec<Marks>,
    /// Places across that are worth a look.
    pub guides: Vec<Guide>,
}

/// An axis. Its ends follow from what is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Axis {
    /// What it measures.
    pub label: String,
    /// How numbers are spread along it.
    pub spread: Spread,
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

/// Single points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// Stands in the legend, where there is more than one name.
    pub name: String,
    /// Across and up.
    pub points: Vec<(f64, f64)>,
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
        Self { label: label.into(), spread: Spread::Linear }
    }

    /// An axis along which equal factors are equally long.
    pub fn log(label: impl Into<String>) -> Self {
        Self { label: label.into(), spread: Spread::Log }
    }
}

impl Figure {
    /// The figure as an SVG document.
    pub fn svg(&self) -> String {
        let mut svg = String::new();
        let area = SVGBackend::with_string(&mut svg, self.size()).into_drawing_area();
        self.draw(&area, 1);
        drop(area);
        svg
    }

    /// The figure as a PNG file.
    pub fn png(&self) -> Vec<u8> {
        let (width, height) = self.size();
        let (width, height) = (width * PIXELS, height * PIXELS);
        let mut pixels = vec![0; width as usize * height as usize * 3];
        let area = BitMapBackend::with_buffer(&mut pixels, (width, height)).into_drawing_area();
        self.draw(&area, PIXELS);
        drop(area);
        encoded(width, height, &pixels).expect("pixels of the right number, written to memory")
    }

    fn size(&self) -> (u32, u32) {
        let panels = self.panels.len().clamp(1, PANELS_MAX);
        (WIDTH, TITLE_HEIGHT + PANEL_HEIGHT * u32::try_from(panels).unwrap_or(1))
    }

    fn draw<B: DrawingBackend>(&self, area: &DrawingArea<B, Shift>, pixels: u32) {
        let canvas = Canvas::new(area, pixels);
        canvas.clear();
        canvas.title(&self.title, f64::from(WIDTH) / 2.0, f64::from(TITLE_HEIGHT) / 2.0);
        let mut top = TITLE_HEIGHT;
        for panel in self.panels.iter().take(PANELS_MAX) {
            panel.draw(&canvas, [top, top + PANEL_HEIGHT].map(f64::from), f64::from(WIDTH));
            top += PANEL_HEIGHT;
        }
        area.present().expect("the drawing is kept in memory");
    }
}

fn encoded(width: u32, height: u32, pixels: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(pixels)?;
    Ok(file)
}
