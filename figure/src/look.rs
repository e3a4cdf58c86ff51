//! How large a figure is, and whether it stands on white or on black.

use plotters::style::RGBColor;

/// What a figure looks like, whatever it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The ground that it stands on.
    pub theme: Theme,
    /// How wide it is, in pixels of an ordinary screen; at least [`Look::WIDTH_MIN`].
    pub width: u32,
    /// How high it is; at least [`Look::HEIGHT_MIN`]. Where nothing is said, each panel takes its ordinary height.
    pub height: Option<u32>,
}

impl Look {
    /// Less leaves no room for the letters around a panel.
    pub const WIDTH_MIN: u32 = 320;
    /// Less leaves no room for the letters around a panel.
    pub const HEIGHT_MIN: u32 = 200;
    /// More pixels than a screen has need more memory than a picture is worth.
    pub const WIDTH_MAX: u32 = 2_000;
    /// More pixels than a screen has need more memory than a picture is worth.
    pub const HEIGHT_MAX: u32 = 1_600;
}

impl Default for Look {
    fn default() -> Self {
        Self { theme: Theme::Light, width: 960, height: None }
    }
}

/// The ground that a figure stands on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// White, for paper and light pages.
    #[default]
    Light,
    /// Nearly black, for dark pages.
    Dark,
}

/// The colours of a theme.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Palette {
    pub(crate) paper: RGBColor,
    /// Letters, and what marks the best.
    pub(crate) ink: RGBColor,
    /// Letters of less weight.
    pub(crate) soft: RGBColor,
    pub(crate) grid: RGBColor,
    pub(crate) fine: RGBColor,
    pub(crate) frame: RGBColor,
    pub(crate) guide: RGBColor,
    /// What is good.
    pub(crate) good: RGBColor,
    /// What diverged, and what lies beyond the edge.
    pub(crate) beyond: RGBColor,
    /// Things that have a name and no order.
    pub(crate) series: [RGBColor; 8],
    /// How much of viridis can be seen on the ground.
    shares: [f64; 2],
}

impl Theme {
    pub(crate) fn palette(self) -> &'static Palette {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
        }
    }
}

impl Palette {
    /// The colour of a number at `share` of the way, from 0 to 1, for a line on the ground.
    pub(crate) fn tone(&self, share: f64) -> RGBColor {
        let [low, high] = self.shares;
        viridis(low + (high - low) * share.clamp(0.0, 1.0))
    }
}

/// Viridis at `share` of the way, from 0 to 1: evenly bright steps that people who see colours differently can tell apart.
/// Twelve of matplotlib's 256, and what lies between them in a straight line.
pub(crate) fn viridis(share: f64) -> RGBColor {
    const STEPS: [[u8; 3]; 12] = [
        [0x44, 0x01, 0x54],
        [0x48, 0x21, 0x73],
        [0x43, 0x3e, 0x85],
        [0x38, 0x58, 0x8c],
        [0x2d, 0x70, 0x8e],
        [0x25, 0x85, 0x8e],
        [0x1e, 0x9b, 0x8a],
        [0x2a, 0xb0, 0x7f],
        [0x52, 0xc5, 0x69],
        [0x86, 0xd5, 0x49],
        [0xc2, 0xdf, 0x23],
        [0xfd, 0xe7, 0x25],
    ];
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    let place = share * 11.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 11")]
    let from = place.floor() as usize;
    let (low, high) = (STEPS[from], STEPS[(from + 1).min(11)]);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 255")]
    let mixed = |at: usize| {
        let (low, high) = (f64::from(low[at]), f64::from(high[at]));
        (low + (high - low) * place.fract()).round() as u8
    };
    RGBColor(mixed(0), mixed(1), mixed(2))
}

/// The light series are Okabe and Ito's colours, which people who see colours differently can tell apart.
const LIGHT: Palette = Palette {
    paper: RGBColor(255, 255, 255),
    ink: RGBColor(51, 51, 51),
    soft: RGBColor(89, 98, 115),
    grid: RGBColor(222, 222, 222),
    fine: RGBColor(242, 242, 242),
    frame: RGBColor(120, 120, 120),
    guide: RGBColor(150, 150, 150),
    good: RGBColor(11, 122, 87),
    beyond: RGBColor(185, 58, 11),
    series: [
        RGBColor(0, 114, 178),
        RGBColor(213, 94, 0),
        RGBColor(0, 158, 115),
        RGBColor(204, 121, 167),
        RGBColor(230, 159, 0),
        RGBColor(86, 180, 233),
        RGBColor(0, 0, 0),
        RGBColor(240, 228, 66),
    ],
    shares: [0.0, 0.93],
};

/// The same colours, as bright as a dark ground asks for.
const DARK: Palette = Palette {
    paper: RGBColor(20, 23, 29),
    ink: RGBColor(233, 237, 243),
    soft: RGBColor(152, 162, 179),
    grid: RGBColor(43, 50, 62),
    fine: RGBColor(30, 35, 44),
    frame: RGBColor(91, 101, 118),
    guide: RGBColor(120, 131, 149),
    good: RGBColor(62, 207, 155),
    beyond: RGBColor(255, 148, 102),
    series: [
        RGBColor(86, 180, 233),
        RGBColor(230, 159, 0),
        RGBColor(47, 211, 160),
        RGBColor(227, 143, 192),
        RGBColor(240, 228, 66),
        RGBColor(163, 167, 255),
        RGBColor(233, 237, 243),
        RGBColor(255, 148, 102),
    ],
    shares: [0.2, 1.0],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn viridis_goes_from_purple_to_yellow_and_has_no_colour_for_what_is_no_number() {
        let ends = [0.0, 1.0, -3.0, 7.0, f64::NAN].map(viridis);
        let (purple, yellow) = (RGBColor(0x44, 0x01, 0x54), RGBColor(0xfd, 0xe7, 0x25));
        assert_eq!(ends, [purple, yellow, purple, yellow, purple]);
        // matplotlib.colormaps["viridis"](0.5) is (0.127568, 0.566949, 0.550556).
        let RGBColor(red, green, blue) = viridis(0.5);
        let near = |is: u8, be: f64| (f64::from(is) - be * 255.0).abs() < 6.0;
        assert!(near(red, 0.127_568) && near(green, 0.566_949) && near(blue, 0.550_556));
    }

    #[test]
    fn letters_can_be_read_on_either_ground() {
        // The contrast that WCAG 2 asks of text, 4.5 to 1.
        let luminance = |RGBColor(red, green, blue): RGBColor| {
            let linear = |it: u8| {
                let it = f64::from(it) / 255.0;
                if it <= 0.040_45 { it / 12.92 } else { ((it + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
        };
        for palette in [LIGHT, DARK] {
            for letters in [palette.ink, palette.soft, palette.good, palette.beyond] {
                let (a, b) = (luminance(letters), luminance(palette.paper));
                let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(contrast >= 4.5, "{letters:?} on {:?}: {contrast}", palette.paper);
            }
        }
    }
}
