//! The signs of a clause's coverage: squares, told apart by shape before colour.

use serde::{Serialize, Serializer};

pub use crate::handbook::Sign;

impl Serialize for Sign {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

impl Sign {
    /// Its shapes in a box of 14 by 14.
    pub(super) fn shapes(self) -> &'static str {
        match self {
            Self::Covered => r#"<rect class="s-f" x="1" y="1" width="12" height="12" rx="1.5"/>"#,
            Self::Partial => {
                r#"<path class="s-f" d="M1.5 2v9.5a1 1 0 0 0 1 1H12z"/><rect class="s-l" x="1.75" y="1.75" width="10.5" height="10.5" rx="1"/>"#
            }
            Self::Drafted => {
                r#"<path class="s-l" d="M1.75 4.5V1.75H4.5M9.5 1.75h2.75V4.5M12.25 9.5v2.75H9.5M4.5 12.25H1.75V9.5"/>"#
            }
            Self::Gap => {
                r#"<rect class="s-l" x="1.75" y="1.75" width="10.5" height="10.5" rx="1"/><path class="s-l" d="M4.2 9.8l5.6-5.6"/>"#
            }
            Self::Heading => r#"<path class="s-l" d="M4 7h6"/>"#,
            Self::NotApplicable => r#"<rect class="s-l" x="1.75" y="1.75" width="10.5" height="10.5" rx="1"/>"#,
            Self::Derived => r#"<path class="s-l" d="M2 5.5c2-2.5 4 2 6 0s2.5-1.5 4 0M2 10c2-2.5 4 2 6 0s2.5-1.5 4 0"/>"#,
        }
    }

    /// The sign centred on a point, `size` pixels wide.
    pub(super) fn centred(self, size: f64) -> String {
        let half = super::svg::number(-size / 2.0);
        let scale = super::svg::number(size / 14.0);
        format!(r#"<g class="s-{}" transform="translate({half} {half}) scale({scale})">{}</g>"#, self.key(), self.shapes())
    }
}
