//! Checks of every format, by parsers that did not write it. Used by several test binaries, of which none needs all.

#![expect(dead_code, reason = "each test binary uses some")]

pub(crate) mod html;
pub(crate) mod lines;
pub(crate) mod markdown;
pub(crate) mod xml;
