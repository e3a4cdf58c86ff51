//! Strokes, shapes and letters in the figure's own units, whatever they are drawn on.

use plotters::{
    coord::Shift,
    prelude::{Circle, DrawingArea, DrawingBackend, PathElement, Polygon, Text},
    style::{
        Color as _, RGBColor, ShapeStyle, TextStyle,
        text_anchor::{HPos, Pos, VPos},
    },
};

use crate::{
    look::Palette,
    text::{self, FAMILY},
};

/// Letters of a label.
const LABEL: f64 = 13.0;
/// Letters of a title.
const TITLE: f64 = 17.0;
/// How far the lines of a hatch lie apart.
const HATCH: f64 = 9.0;

/// Where a text stands beside its place.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Side {
    /// It begins there, halfway up.
    Right,
    /// It ends there, halfway up.
    Left,
    /// It hangs below, its middle there.
    Below,
    /// It is all around.
    Around,
}

/// What is drawn on.
pub(crate) struct Canvas<'a, B: DrawingBackend> {
    area: &'a DrawingArea<B, Shift>,
    /// How many pixels a unit has.
    pixels: f64,
    pub(crate) palette: &'a Palette,
}

/// A place, across and down.
pub(crate) type Place = (f64, f64);

impl<'a, B: DrawingBackend> Canvas<'a, B> {
    pub(crate) fn new(area: &'a DrawingArea<B, Shift>, pixels: u32, palette: &'a Palette) -> Self {
        text::register();
        Self { area, pixels: f64::from(pixels), palette }
    }

    pub(crate) fn clear(&self) {
        self.area.fill(&self.palette.paper).expect(KEPT);
    }

    pub(crate) fn line(&self, places: &[Place], colour: RGBColor, width: f64) {
        let mut pixels: Vec<(i32, i32)> = places.iter().map(|it| self.pixel(*it)).collect();
        // What falls on one pixel is drawn once: a line may have a point for every update.
        pixels.dedup();
        self.area.draw(&PathElement::new(pixels, self.stroke(colour, width))).expect(KEPT);
    }

    /// A filled shape that lets shine through what lies below.
    pub(crate) fn shade(&self, places: &[Place], colour: RGBColor) {
        let pixels: Vec<(i32, i32)> = places.iter().map(|it| self.pixel(*it)).collect();
        self.area.draw(&Polygon::new(pixels, colour.mix(0.18))).expect(KEPT);
    }

    /// A filled shape.
    pub(crate) fn fill(&self, places: &[Place], colour: RGBColor) {
        let pixels: Vec<(i32, i32)> = places.iter().map(|it| self.pixel(*it)).collect();
        self.area.draw(&Polygon::new(pixels, colour.filled())).expect(KEPT);
    }

    /// Slanted lines over a box from its left upper to its right lower corner.
    pub(crate) fn hatch(&self, [(left, top), (right, bottom)]: [Place; 2], colour: RGBColor) {
        let height = bottom - top;
        let mut foot = left - height + HATCH / 2.0;
        while foot < right {
            // From the foot at the bottom to the right and up, as far as that lies in the box.
            let (from, to) = (foot.max(left), (foot + height).min(right));
            if to > from {
                let places = [(from, bottom - (from - foot)), (to, bottom - (to - foot))];
                let pixels: Vec<(i32, i32)> = places.iter().map(|it| self.pixel(*it)).collect();
                let style = ShapeStyle { color: colour.mix(0.4), ..self.stroke(colour, 1.0) };
                self.area.draw(&PathElement::new(pixels, style)).expect(KEPT);
            }
            foot += HATCH;
        }
    }

    pub(crate) fn dot(&self, place: Place, colour: RGBColor) {
        let size = self.units(3.0);
        self.area.draw(&Circle::new(self.pixel(place), size, colour.filled())).expect(KEPT);
    }

    /// A triangle that stands on its side, its middle at `place`.
    pub(crate) fn triangle(&self, (across, down): Place, colour: RGBColor) {
        self.fill(
            &[(across - 4.5, down + 3.5), (across, down - 4.5), (across + 4.5, down + 3.5)],
            colour,
        );
    }

    /// The outline of a box from its left upper to its right lower corner.
    pub(crate) fn frame(
        &self,
        [(left, top), (right, bottom)]: [Place; 2],
        colour: RGBColor,
        width: f64,
    ) {
        // As a line: an SVG's rectangles would all be as thin as its finest stroke.
        let around = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
        self.line(&around, colour, width);
    }

    pub(crate) fn title(&self, text: &str, across: f64, down: f64) {
        self.write(text, (across, down), Side::Around, (TITLE, self.palette.ink));
    }

    pub(crate) fn label(&self, text: &str, place: Place, side: Side) {
        self.write(text, place, side, (LABEL, self.palette.ink));
    }

    /// A label of less weight, or of a colour that says something.
    pub(crate) fn coloured(&self, text: &str, place: Place, side: Side, colour: RGBColor) {
        self.write(text, place, side, (LABEL, colour));
    }

    /// How wide a label is.
    pub(crate) fn width(&self, text: &str) -> f64 {
        let style = self.style(Side::Right, LABEL, self.palette.ink);
        let size = self.area.estimate_text_size(text, &style).expect(KEPT);
        f64::from(size.0) / self.pixels
    }

    fn write(&self, text: &str, place: Place, side: Side, (height, colour): (f64, RGBColor)) {
        // What cannot be seen cannot be drawn either; SVG has no place for it.
        let text: String = text.chars().filter(|it| !it.is_control()).collect();
        let style = self.style(side, height, colour);
        self.area.draw(&Text::new(text, self.pixel(place), style)).expect(KEPT);
    }

    fn style(&self, side: Side, height: f64, colour: RGBColor) -> TextStyle<'static> {
        let (across, down) = match side {
            Side::Right => (HPos::Left, VPos::Center),
            Side::Left => (HPos::Right, VPos::Center),
            Side::Below => (HPos::Center, VPos::Top),
            Side::Around => (HPos::Center, VPos::Center),
        };
        let mut style = TextStyle::from((FAMILY, height * self.pixels));
        style.color = colour.to_backend_color();
        style.pos(Pos::new(across, down))
    }

    fn stroke(&self, colour: RGBColor, width: f64) -> ShapeStyle {
        let stroke_width = self.units(width).unsigned_abs();
        ShapeStyle { color: colour.to_rgba(), filled: false, stroke_width }
    }

    #[expect(clippy::cast_possible_truncation, reason = "places lie on the canvas")]
    fn pixel(&self, (across, down): Place) -> (i32, i32) {
        ((across * self.pixels).round() as i32, (down * self.pixels).round() as i32)
    }

    #[expect(clippy::cast_possible_truncation, reason = "a few pixels")]
    fn units(&self, length: f64) -> i32 {
        (length * self.pixels).round() as i32
    }
}

/// Why drawing cannot fail.
const KEPT: &str = "the drawing is kept in memory, and its font with it";
