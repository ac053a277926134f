//! What the page of a day asks the server.

use crate::failure::Failure;
use leptos::prelude::*;
use office::model::{id::SiteId, place::Names, usage::DayUsage};
use serde::{Deserialize, Serialize};

#[cfg(not(target_family = "wasm"))]
use crate::{bookings::api::id, caller::caller};
#[cfg(not(target_family = "wasm"))]
use chrono::NaiveDate;
#[cfg(not(target_family = "wasm"))]
use office::{
    backend::{places::find, usage::day},
    model::refusal::Refusal,
};

/// A site's day and the sites to switch to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UsageView {
    /// Every site.
    pub sites: Vec<(SiteId, Names)>,
    /// The figures.
    pub day: DayUsage,
}

/// Which day of which site; empty texts are the first site and today.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The site's id.
    #[serde(default)]
    pub site: String,
    /// `2026-12-03`.
    #[serde(default)]
    pub date: String,
}

impl Wanted {
    /// The address of the page.
    pub fn path(&self) -> String {
        format!("/usage?site={}&date={}", self.site, self.date)
    }

    /// The address of one of its tables as a file: `places` or `hours`.
    pub fn file(&self, table: &str) -> String {
        format!("/usage/{table}.csv?site={}&date={}", self.site, self.date)
    }
}

/// The page of a day; nothing in a new office, which has no site yet.
#[server(prefix = "/fn", endpoint = "usage/day")]
pub async fn load_usage(wanted: Wanted) -> Result<Option<UsageView>, Failure> {
    let (office, caller) = caller()?;
    let (site, date) = wanted.parse()?;
    let sites = find::sites(&office, &caller).await?;
    if caller.sees_usage() && site.is_none() && sites.is_empty() {
        return Ok(None);
    }
    let day = day::day(&office, &caller, site, date).await?;
    Ok(Some(UsageView { sites: sites.into_iter().map(|site| (site.id, site.name)).collect(), day }))
}

#[cfg(not(target_family = "wasm"))]
impl Wanted {
    /// The site and the date these texts mean.
    pub fn parse(&self) -> Result<(Option<SiteId>, Option<NaiveDate>), Failure> {
        let site = if self.site.is_empty() { None } else { Some(id::<SiteId>(&self.site)?) };
        let date = match self.date.as_str() {
            "" => None,
            text => Some(text.parse().map_err(|_| Failure::refuse(Refusal::input("date", "not_a_date")))?),
        };
        Ok((site, date))
    }
}
