//! Members that may be missing or of another type than HAR says, without failing the file.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer};

/// A member as it was found.
#[derive(Clone, Default)]
pub(super) enum Lenient<T> {
    /// Missing, or `null`, which some tools write for missing.
    #[default]
    Absent,
    /// Of another type.
    Wrong,
    /// As HAR has it.
    Is(T),
}

impl<T> Lenient<T> {
    pub(super) fn get(&self) -> Option<&T> {
        match self {
            Self::Is(value) => Some(value),
            Self::Absent | Self::Wrong => None,
        }
    }

    pub(super) fn is_wrong(&self) -> bool {
        matches!(self, Self::Wrong)
    }
}

/// Visitor methods for the JSON types a member should not be of.
macro_rules! wrong {
    (@bool) => {
        fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
            Ok(Lenient::Wrong)
        }
    };
    (@number) => {
        fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
            Ok(Lenient::Wrong)
        }
        fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
            Ok(Lenient::Wrong)
        }
        fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
            Ok(Lenient::Wrong)
        }
    };
    (@string) => {
        fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
            Ok(Lenient::Wrong)
        }
    };
    (@null) => {
        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(Lenient::Absent)
        }
    };
    (@array) => {
        fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
            while array.next_element::<IgnoredAny>()?.is_some() {}
            Ok(Lenient::Wrong)
        }
    };
    (@object) => {
        fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
            while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Ok(Lenient::Wrong)
        }
    };
    ($expecting:literal: $($kind:tt)*) => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str($expecting)
        }
        $(wrong!(@$kind);)*
    };
}

/// A string member.
#[derive(Clone, Default)]
pub(super) struct Text<'a>(pub(super) Lenient<Cow<'a, str>>);

impl Text<'_> {
    pub(super) fn get(&self) -> Option<&str> {
        self.0.get().map(|text| &**text)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Lenient<Cow<'de, str>>;
            wrong!("a string": bool number null array object);
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Lenient::Is(Cow::Borrowed(text)))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Lenient::Is(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_any(TextVisitor).map(Self)
    }
}

/// A number member. Some tools write numbers as strings.
#[derive(Clone, Default)]
pub(super) struct Number(pub(super) Lenient<f64>);

impl Number {
    pub(super) fn get(&self) -> Option<f64> {
        self.0.get().copied()
    }

    /// The number, if it is an integer that a double holds exactly.
    pub(super) fn integer(&self) -> Option<i64> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        #[expect(clippy::cast_possible_truncation, reason = "checked: an integer within the exact range")]
        self.get().filter(|number| number.fract() == 0.0 && number.abs() < EXACT).map(|number| number as i64)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberVisitor;
        #[expect(clippy::cast_precision_loss, reason = "an integer too large for a double is no status, size or id")]
        impl<'de> Visitor<'de> for NumberVisitor {
            type Value = Lenient<f64>;
            wrong!("a number": bool null array object);
            fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
                Ok(Lenient::Is(number as f64))
            }
            fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
                Ok(Lenient::Is(number as f64))
            }
            fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
                Ok(Lenient::Is(number))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(text.trim().parse().map_or(Lenient::Wrong, Lenient::Is))
            }
        }
        deserializer.deserialize_any(NumberVisitor).map(Self)
    }
}

/// An array member.
#[derive(Clone)]
pub(super) struct List<T>(pub(super) Lenient<Vec<T>>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Lenient::Absent)
    }
}

impl<T> List<T> {
    pub(super) fn items(&self) -> &[T] {
        self.0.get().map_or(&[], Vec::as_slice)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
            type Value = Lenient<Vec<T>>;
            wrong!("an array": bool number string null object);
            fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = array.next_element()? {
                    items.push(item);
                }
                Ok(Lenient::Is(items))
            }
        }
        deserializer.deserialize_any(ListVisitor(PhantomData)).map(Self)
    }
}

/// An object member with known members of its own.
#[derive(Clone)]
pub(super) struct Object<T>(pub(super) Lenient<T>);

impl<T> Default for Object<T> {
    fn default() -> Self {
        Self(Lenient::Absent)
    }
}

impl<T> Object<T> {
    pub(super) fn get(&self) -> Option<&T> {
        self.0.get()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ObjectVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
            type Value = Lenient<T>;
            wrong!("an object": bool number string null array);
            fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(object)).map(Lenient::Is)
            }
        }
        deserializer.deserialize_any(ObjectVisitor(PhantomData)).map(Self)
    }
}

/// An object member whose members are named by the file, in its order.
#[derive(Clone)]
pub(super) struct Named<T>(pub(super) Lenient<Vec<(String, T)>>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(Lenient::Absent)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NamedVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for NamedVisitor<T> {
            type Value = Lenient<Vec<(String, T)>>;
            wrong!("an object": bool number string null array);
            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = object.next_entry()? {
                    members.push(member);
                }
                Ok(Lenient::Is(members))
            }
        }
        deserializer.deserialize_any(NamedVisitor(PhantomData)).map(Self)
    }
}
