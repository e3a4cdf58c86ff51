//! Charts of numbers, as SVG and as PNG: pure computation, with no file, clock or system font.
//!
//! A [`Figure`] says what is shown; what it looks like is decided here, for a [`Look`]. Numbers that are not finite, or that a
//! logarithmic axis has no place for, are gaps: they never reach a scale.

mod look;
mod numbers;
mod shown;

mod axes;
mod canvas;
mod cells;
mod legend;
mod panel;
mod pieces;
mod scale;
mod text;

use plotters::{
    coord::Shift,
    prelude::{BitMapBackend, DrawingArea, DrawingBackend, IntoDrawingArea as _, SVGBackend},
};

pub use look::{Look, Theme};
pub use numbers::{short, significant};
pub use scale::Spread;
pub use shown::{
    Axis, Cell, Figure, Guide, Kind, Line, Marks, Panel, Pins, Ramp, Span, Strand, Stretch,
};

use self::canvas::Canvas;

/// How high each panel is, where nothing else is asked for.
const PANEL_HEIGHT: u32 = 320;
/// How high the line of the title is, and that of the note below it.
const TITLE_HEIGHT: u32 = 40;
const NOTE_HEIGHT: u32 = 22;
/// How many pixels of a PNG stand for one of the figure, each way: screens are finer than they were.
const PIXELS: u32 = 2;
/// Into how many parts an SVG divides one: its lines may be looked at closely, and its numbers are whole.
const PARTS: u32 = 4;
/// The most panels that are drawn. Pixels are kept in memory.
pub const PANELS_MAX: usize = 16;

impl Figure {
    /// The figure as an SVG document.
    pub fn svg(&self) -> String {
        self.svg_in(Look::default())
    }

    /// The figure as an SVG document that looks like this.
    pub fn svg_in(&self, look: Look) -> String {
        let (width, height) = self.size(look);
        let mut drawn = String::new();
        let size = (width * PARTS, height * PARTS);
        let area = SVGBackend::with_string(&mut drawn, size).into_drawing_area();
        self.draw(&area, PARTS, look);
        drop(area);
        // The head is ours: what the picture says belongs in it, and its size is not that of its parts.
        let body = drawn.split_once('>').map_or("", |it| it.1);
        let (title, note) = (text::escaped(&self.title), text::escaped(&self.note));
        let said = if note.is_empty() { title.clone() } else { format!("{title}. {note}") };
        format!(
            "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" \
             xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"{said}\">\n\
             <title>{title}</title>\n<desc>{said}</desc>{body}",
            size.0, size.1
        )
    }

    /// The figure as a PNG file.
    pub fn png(&self) -> Vec<u8> {
        self.png_in(Look::default())
    }

    /// The figure as a PNG file that looks like this, with two pixels each way for each of its own.
    pub fn png_in(&self, look: Look) -> Vec<u8> {
        let (width, height) = self.size(look);
        let (width, height) = (width * PIXELS, height * PIXELS);
        let mut pixels = vec![0; width as usize * height as usize * 3];
        let area = BitMapBackend::with_buffer(&mut pixels, (width, height)).into_drawing_area();
        self.draw(&area, PIXELS, look);
        drop(area);
        encoded(width, height, &pixels).expect("pixels of the right number, written to memory")
    }

    fn size(&self, look: Look) -> (u32, u32) {
        let ordinary = self.head() + PANEL_HEIGHT * self.panels_shown();
        let height = look.height.map_or(ordinary, |it| it.max(Look::HEIGHT_MIN));
        (look.width.max(Look::WIDTH_MIN), height)
    }

    fn panels_shown(&self) -> u32 {
        u32::try_from(self.panels.len().clamp(1, PANELS_MAX)).unwrap_or(1)
    }

    fn head(&self) -> u32 {
        TITLE_HEIGHT + if self.note.is_empty() { 0 } else { NOTE_HEIGHT }
    }

    fn draw<B: DrawingBackend>(&self, area: &DrawingArea<B, Shift>, pixels: u32, look: Look) {
        let canvas = Canvas::new(area, pixels, look.theme.palette());
        let (width, height) = self.size(look);
        let (width, middle) = (f64::from(width), f64::from(width) / 2.0);
        canvas.clear();
        canvas.title(&self.title, middle, f64::from(TITLE_HEIGHT) / 2.0);
        if !self.note.is_empty() {
            let down = f64::from(TITLE_HEIGHT) + 2.0;
            canvas.coloured(&self.note, (middle, down), canvas::Side::Around, canvas.palette.soft);
        }
        let head = f64::from(self.head());
        let each = (f64::from(height) - head) / f64::from(self.panels_shown());
        let mut top = head;
        for panel in self.panels.iter().take(PANELS_MAX) {
            panel.draw(&canvas, [top, top + each], width);
            top += each;
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
