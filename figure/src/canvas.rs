//! Strokes, shapes and letters in the figure's own units, whatever they are drawn on.

use plotters::{
    coord::Shift,
    prelude::{Circle, DrawingArea, DrawingBackend, PathElement, Polygon, Rectangle, Text},
    style::{
        Color as _, RGBColor, ShapeStyle, TextStyle, WHITE,
        text_anchor::{HPos, Pos, VPos},
    },
};

use crate::text::{self, FAMILY};

/// Letters of a label.
const LABEL: f64 = 13.0;
/// Letters of a title.
const TITLE: f64 = 17.0;
/// The colour of letters.
const INK: RGBColor = RGBColor(51, 51, 51);

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
}

/// A place, across and down.
pub(crate) type Place = (f64, f64);

impl<'a, B: DrawingBackend> Canvas<'a, B> {
    pub(crate) fn new(area: &'a DrawingArea<B, Shift>, pixels: u32) -> Self {
        text::register();
        Self { area, pixels: f64::from(pixels) }
    }

    pub(crate) fn clear(&self) {
        self.area.fill(&WHITE).expect(KEPT);
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

    pub(crate) fn dot(&self, place: Place, colour: RGBColor) {
        let size = self.units(3.0);
        self.area.draw(&Circle::new(self.pixel(place), size, colour.filled())).expect(KEPT);
    }

    pub(crate) fn frame(&self, corners: [Place; 2], colour: RGBColor) {
        let corners = corners.map(|it| self.pixel(it));
        self.area.draw(&Rectangle::new(corners, self.stroke(colour, 1.0))).expect(KEPT);
    }

    pub(crate) fn title(&self, text: &str, across: f64, down: f64) {
        self.write(text, (across, down), Side::Around, TITLE);
    }

    pub(crate) fn label(&self, text: &str, place: Place, side: Side) {
        self.write(text, place, side, LABEL);
    }

    /// How wide a label is.
    pub(crate) fn width(&self, text: &str) -> f64 {
        let size = self.area.estimate_text_size(text, &self.style(Side::Right, LABEL)).expect(KEPT);
        f64::from(size.0) / self.pixels
    }

    fn write(&self, text: &str, place: Place, side: Side, height: f64) {
        // What cannot be seen cannot be drawn either; SVG has no place for it.
        let text: String = text.chars().filter(|it| !it.is_control()).collect();
        let style = self.style(side, height);
        self.area.draw(&Text::new(text, self.pixel(place), style)).expect(KEPT);
    }

    fn style(&self, side: Side, height: f64) -> TextStyle<'static> {
        let (across, down) = match side {
            Side::Right => (HPos::Left, VPos::Center),
            Side::Left => (HPos::Right, VPos::Center),
            Side::Below => (HPos::Center, VPos::Top),
            Side::Around => (HPos::Center, VPos::Center),
        };
        let style = TextStyle::from((FAMILY, height * self.pixels));
        style.color(&INK).pos(Pos::new(across, down))
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
