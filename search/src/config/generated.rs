//! Data sets that are drawn: what their samples look like.

use crate::document::{Fields, Value};

/// What drawn samples look like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Generated {
    /// Gaussian clouds around random centres.
    Blobs {
        /// One cloud each.
        classes: u64,
        /// Dimensions.
        features: u64,
        /// The clouds' standard deviation; centres lie in [-10, 10] in each dimension.
        spread: f64,
    },
    /// Two half circles that reach into each other.
    Moons {
        /// The standard deviation around the circles, whose radius is 1.
        noise: f64,
    },
    /// Arms that wind around the origin.
    Spirals {
        /// One arm each.
        classes: u64,
        /// The standard deviation around the arms, which end at radius 1.
        noise: f64,
    },
    /// Normal inputs that a random network, the teacher, has labelled.
    Teacher {
        /// How many outputs the teacher has.
        classes: u64,
        /// How many inputs it has.
        features: u64,
    },
    /// Half of the samples show a simple pattern, the other half a complex one.
    Patterns(Patterns),
}

/// Samples of which half show a simple pattern, one for each class, and half a complex one, any of
/// several for each class. After the set PS10 of You, Long, Wang and Jordan (2019).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Patterns {
    /// How many classes there are.
    pub classes: u64,
    /// So many features, the first ones, show the simple patterns.
    pub simple_features: u64,
    /// So many features, those after them, show the complex patterns.
    pub complex_features: u64,
    /// How many complex patterns a class has.
    pub templates: u64,
    /// The standard deviation of the noise on every feature; patterns are -1 and 1.
    pub noise: f64,
}

impl Generated {
    /// How many classes there are.
    pub fn classes(&self) -> u64 {
        match self {
            Self::Moons { .. } => 2,
            Self::Blobs { classes, .. }
            | Self::Spirals { classes, .. }
            | Self::Teacher { classes, .. }
            | Self::Patterns(Patterns { classes, .. }) => *classes,
        }
    }

    pub(super) fn blobs(fields: &Fields<'_>) -> Option<Self> {
        let classes = fields.or("classes", 3, |it| it.whole(2, 10_000));
        let features = fields.or("features", 2, |it| it.whole(1, 10_000));
        let spread = fields.or("spread", 1.0, Value::positive);
        Some(Self::Blobs { classes: classes?, features: features?, spread: spread? })
    }

    pub(super) fn moons(fields: &Fields<'_>) -> Option<Self> {
        Some(Self::Moons { noise: fields.or("noise", 0.1, Value::not_negative)? })
    }

    pub(super) fn spirals(fields: &Fields<'_>) -> Option<Self> {
        let classes = fields.or("classes", 3, |it| it.whole(2, 1_000));
        let noise = fields.or("noise", 0.1, Value::not_negative);
        Some(Self::Spirals { classes: classes?, noise: noise? })
    }

    pub(super) fn teacher(fields: &Fields<'_>) -> Option<Self> {
        let classes = fields.or("classes", 5, |it| it.whole(2, 1_000));
        let features = fields.or("features", 20, |it| it.whole(1, 10_000));
        Some(Self::Teacher { classes: classes?, features: features? })
    }

    pub(super) fn patterns(fields: &Fields<'_>) -> Option<Self> {
        let classes = fields.or("classes", 10, |it| it.whole(2, 1_000));
        let simple_features = fields.or("simple_features", 16, |it| it.whole(1, 1_000));
        let complex_features = fields.or("complex_features", 32, |it| it.whole(1, 1_000));
        let templates = fields.or("templates", 20, |it| it.whole(1, 1_000));
        let noise = fields.or("noise", 0.6, Value::not_negative);
        Some(Self::Patterns(Patterns {
            classes: classes?,
            simple_features: simple_features?,
            complex_features: complex_features?,
            templates: templates?,
            noise: noise?,
        }))
    }
}
