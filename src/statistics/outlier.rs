//! Values far from the others, and years far from their past.
//!
//! Two views: z with the WHO DQR's bands (2 to 3, and from 3 sample standard deviations), and the
//! modified z of Iglewicz & Hoaglin 1993, which one wild value cannot hide from. Among n values no
//! |z| exceeds (n - 1)/sqrt(n): ten values can never reach 3. Indices are 0-based.

use super::moments::{mean, median, standard_deviation, sum};

/// How far out a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    /// Below two standard deviations.
    Ordinary,
    /// Two to below three.
    Moderate,
    /// Three and more.
    Extreme,
}

/// z-scores around the mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// The mean.
    pub mean: f64,
    /// The sample standard deviation.
    pub deviation: f64,
    /// One z a value; all 0 for a constant series.
    pub z: Vec<f64>,
}

impl Scores {
    /// The z-scores of `values`. `None` below two values.
    pub fn of(values: &[f64]) -> Option<Scores> {
        let (mean, deviation) = (mean(values)?, standard_deviation(values)?);
        let score = |v: &f64| {
            if deviation == 0.0 {
                0.0
            } else {
                (v - mean) / deviation
            }
        };
        Some(Scores {
            mean,
            deviation,
            z: values.iter().map(score).collect(),
        })
    }

    /// Indices of the values at `distance`.
    pub fn at(&self, distance: Distance) -> Vec<usize> {
        let band = |z: f64| match z.abs() {
            z if z >= 3.0 => Distance::Extreme,
            z if z >= 2.0 => Distance::Moderate,
            _ => Distance::Ordinary,
        };
        indices(&self.z, |z| band(z) == distance)
    }
}

/// What the modified z was divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// The median absolute deviation (times 1/0.6745).
    Median,
    /// It was 0: the mean absolute deviation (times 1.253314).
    Mean,
    /// Both were 0: nothing varies, so no flags here. See [`super::frozen`].
    None,
}

/// A modified z beyond this is flagged (NIST 1.3.5.17).
pub const MODIFIED_LIMIT: f64 = 3.5;

/// Modified z-scores around the median.
#[derive(Clone, Debug, PartialEq)]
pub struct Modified {
    /// The median.
    pub median: f64,
    /// Median absolute deviation from it, unscaled.
    pub mad: f64,
    /// Mean absolute deviation from it, unscaled.
    pub mean_ad: f64,
    /// Which of the two was used.
    pub scale: Scale,
    /// One modified z a value; all 0 for [`Scale::None`].
    pub z: Vec<f64>,
}

impl Modified {
    /// The modified z-scores of `values`. `None` for an empty slice.
    ///
    /// ```
    /// use kpi::statistics::outlier::{Modified, Scale};
    /// let half_zero = [0.0, 0.0, 0.0, 0.0, 7.0];
    /// let scored = Modified::of(&half_zero).unwrap();
    /// assert_eq!((scored.mad, scored.scale), (0.0, Scale::Mean));
    /// assert_eq!(scored.flagged(), vec![4]);
    /// ```
    pub fn of(values: &[f64]) -> Option<Modified> {
        let centre = median(values)?;
        let away: Vec<f64> = values.iter().map(|v| (v - centre).abs()).collect();
        let mad = median(&away)?;
        let mean_ad = sum(away.iter().copied()) / away.len() as f64;
        let (scale, factor) = if mad > 0.0 {
            (Scale::Median, 0.6745 / mad)
        } else if mean_ad > 0.0 {
            (Scale::Mean, 1.0 / (1.253314 * mean_ad))
        } else {
            (Scale::None, 0.0)
        };
        Some(Modified {
            median: centre,
            mad,
            mean_ad,
            scale,
            z: values.iter().map(|v| (v - centre) * factor).collect(),
        })
    }

    /// Indices of the values beyond [`MODIFIED_LIMIT`].
    pub fn flagged(&self) -> Vec<usize> {
        indices(&self.z, |z| z.abs() > MODIFIED_LIMIT)
    }
}

fn indices(z: &[f64], wanted: impl Fn(f64) -> bool) -> Vec<usize> {
    let places = z.iter().enumerate();
    places
        .filter(|(_, z)| wanted(**z))
        .map(|(i, _)| i)
        .collect()
}

/// This year against its past (WHO DQR 2017, "consistency over time").
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Consistency {
    /// Mean of the years before.
    pub mean_before: f64,
    /// This year over that mean; `None` when the mean is 0.
    pub ratio: Option<f64>,
    /// What the ratio says; `None` with it.
    pub verdict: Option<Consistent>,
}

/// Whether a year agrees with its past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consistent {
    /// Off by no more than the threshold.
    Yes,
    /// Off by more: worth verifying.
    Off,
}

/// Compares `current` with the mean of `before` (three years, by the DQR), flagged when off by
/// more than `threshold` (0.33). Exactly a third-and-a-bit on the line is not off: differences
/// within rounding are ignored. `None` when `before` is empty.
pub fn consistency(before: &[f64], current: f64, threshold: f64) -> Option<Consistency> {
    let mean_before = mean(before)?;
    let past = mean_before != 0.0;
    let off = (current - mean_before).abs() > threshold * mean_before.abs() * (1.0 + 1e-12);
    Some(Consistency {
        mean_before,
        ratio: past.then(|| current / mean_before),
        verdict: past.then_some(if off {
            Consistent::Off
        } else {
            Consistent::Yes
        }),
    })
}
