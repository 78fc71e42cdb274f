//! What an address says: its unit, month and indicator.

use crate::refusal::Refusal;
use kpi::{Indicator, Period, UnitCode, catalogue};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use std::str::FromStr;

/// A part of the path, read; an address that cannot be read leads nowhere.
pub fn part<T: FromStr>(name: &str) -> Result<T, Refusal> {
    use_params_map()
        .read()
        .get(name)
        .and_then(|text| text.parse().ok())
        .ok_or(Refusal::Missing)
}

/// A part of the path that may be absent.
pub fn optional<T: FromStr>(name: &str) -> Result<Option<T>, Refusal> {
    match use_params_map().read().get(name) {
        None => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| Refusal::Missing),
    }
}

/// Which return the path is about: unit, programme's code and month.
pub fn return_of_path() -> Result<(UnitCode, String, Period), Refusal> {
    Ok((part("unit")?, part("programme")?, part("period")?))
}

/// The unit of the path and its month, where there is one.
pub fn unit_and_month() -> Result<(UnitCode, Option<Period>), Refusal> {
    Ok((part("unit")?, optional("period")?))
}

/// The code of the path's indicator, if there is such an indicator.
pub fn indicator_code() -> Result<String, Refusal> {
    let code: String = part("indicator")?;
    indicator(&code).map(|indicator| indicator.code.clone())
}

/// The indicator of this code.
pub fn indicator(code: &str) -> Result<&'static Indicator, Refusal> {
    catalogue().indicator(code).ok_or(Refusal::Missing)
}

/// A part of the query; empty when it is absent.
pub fn query(name: &str) -> String {
    use_query_map().read().get(name).unwrap_or_default()
}

/// A text as it stands in a query.
pub fn escape(text: &str) -> String {
    text.replace('%', "%25")
        .replace('&', "%26")
        .replace('#', "%23")
        .replace(' ', "%20")
        .replace('+', "%2B")
}
