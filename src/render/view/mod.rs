//! What templates see: flat, final values. Strings, numbers, lists and ready relative addresses.
//!
//! A template decides nothing and computes nothing beyond loops and conditions over these values. Fields called
//! `html` or `svg` hold finished markup; everything else is text and is escaped.

mod page;

pub use page::{
    Action, Banner, BannerKind, EditionButton, Fact, Link, MenuEntry, NavGroup, NavItem, Page, Print, TocEntry, nav_window,
};
