//! What the pages of sessions ask the server.

use crate::{admin::typed::Typed, failure::Failure};
use leptos::prelude::*;
use office::model::{
    id::{FloorId, SiteId},
    place::Names,
    sessions::{SessionLog, SessionsNow},
    shadow::{MayLook, Shadow},
};
use serde::{Deserialize, Serialize};

#[cfg(not(target_family = "wasm"))]
use crate::{
    admin::typed::{again, lead},
    bookings::api::id,
    caller::caller,
};
#[cfg(not(target_family = "wasm"))]
use office::{
    backend::{
        cloud_pcs::{
            hosts::{self, Seen},
            overview, shadow,
        },
        places::find,
    },
    model::{cloud_pc::SessionState, refusal::Refusal, room::HostState, sessions::Which, shadow::Say},
};

/// Which sessions, as the address says it; empty texts leave all in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// A word of their state.
    #[serde(default)]
    pub state: String,
    /// The site's id.
    #[serde(default)]
    pub site: String,
    /// The floor's id.
    #[serde(default)]
    pub floor: String,
    /// A part of the person's name or address.
    #[serde(default)]
    pub person: String,
}

#[cfg(not(target_family = "wasm"))]
impl Filter {
    fn parse(&self) -> Result<Which, Failure> {
        let state = match self.state.as_str() {
            "" => None,
            word => {
                Some(SessionState::from_word(word).ok_or_else(|| Failure::refuse(Refusal::input("state", "unknown")))?)
            }
        };
        let site = if self.site.is_empty() { None } else { Some(id::<SiteId>(&self.site)?) };
        let floor = if self.floor.is_empty() { None } else { Some(id::<FloorId>(&self.floor)?) };
        Ok(Which { state, site, floor, person: self.person.clone() })
    }
}

/// The page of all sessions, with what can be filtered by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionsView {
    /// The hosts and sessions.
    pub now: SessionsNow,
    /// Every site.
    pub sites: Vec<(SiteId, Names)>,
    /// Every floor under the name of its site and its own.
    pub floors: Vec<(FloorId, Names)>,
}

/// The hosts and the sessions that are asked for.
#[server(prefix = "/fn", endpoint = "admin/sessions/load")]
pub async fn load_sessions(filter: Filter) -> Result<SessionsView, Failure> {
    let (office, caller) = caller()?;
    let now = overview::overview(&office, &caller, &filter.parse()?).await?;
    let sites = find::sites(&office, &caller).await?;
    let floors = find::floors(&office, &caller).await?.into_iter().filter_map(|floor| {
        let site = &sites.iter().find(|site| site.id == floor.site)?.name;
        let name = Names::new(format!("{} {}", site.ko, floor.name.ko), format!("{} {}", site.en, floor.name.en));
        Some((floor.id, name))
    });
    let floors = floors.collect();
    Ok(SessionsView { now, floors, sites: sites.into_iter().map(|site| (site.id, site.name)).collect() })
}

/// What happened to one session, and how looking at its screen stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogView {
    /// The session and what happened to it.
    pub log: SessionLog,
    /// What the admin may do about its screen.
    pub may_look: MayLook,
    /// Who asked for its screen last, if somebody did.
    pub look: Option<LookNow>,
}

/// How looking at a screen stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LookNow {
    /// Who, and how far it has come.
    pub shadow: Shadow,
    /// It is the admin who reads this.
    pub mine: bool,
    /// How long it is asked for or allowed yet, in minutes, of which the last has begun.
    pub minutes: i64,
}

/// What happened to one session.
#[server(prefix = "/fn", endpoint = "admin/sessions/log")]
pub async fn load_log(session: String) -> Result<LogView, Failure> {
    let (office, caller) = caller()?;
    let session = id(&session)?;
    let log = overview::log(&office, &caller, session).await?;
    let may_look = shadow::may_look(&office, &caller, session).await?;
    let look = shadow::of_session(&office, &caller, session).await?.map(|shadow| LookNow {
        mine: shadow.viewer == caller.person,
        minutes: ((shadow.until - caller.now).num_seconds().max(0) + 59) / 60,
        shadow,
    });
    Ok(LogView { log, may_look, look })
}

/// Asks a session's person to let the admin look at its screen.
#[server(prefix = "/fn", endpoint = "admin/sessions/look")]
pub async fn ask_to_look(session: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    shadow::ask(&office, &caller, id(&session)?).await?;
    lead(&format!("{PATH}/{session}"), &[("done", "look-asked")], &Typed::default());
    Ok(())
}

/// Takes back that the admin asked for a screen, or stops looking at it.
#[server(prefix = "/fn", endpoint = "admin/sessions/look-no-more")]
pub async fn stop_looking(session: String, look: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    shadow::say(&office, &caller, (id(&look)?, Say::End)).await?;
    lead(&format!("{PATH}/{session}"), &[("done", "look-ended")], &Typed::default());
    Ok(())
}

/// Where hosts are set up.
#[cfg(not(target_family = "wasm"))]
const PATH: &str = "/admin/sessions";

/// Sets how many sessions a host has room for; empty means no limit.
#[server(prefix = "/fn", endpoint = "admin/sessions/room")]
pub async fn set_room(host: String, version: i32, #[server(default)] typed: Typed) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let most = match typed.get("capacity") {
        "" => Ok(None),
        _ => typed.whole::<u32>("capacity").map(Some),
    };
    let most = match most {
        Ok(most) => most,
        Err(refused) => return again(refused, PATH, &[("do", "room"), ("event", &host)], &typed),
    };
    let seen = Seen { name: host.clone(), version };
    match hosts::set_capacity(&office, &caller, seen, most).await {
        Ok(before) => {
            let before = before.map(|most| most.to_string()).unwrap_or_default();
            let to = (version + 1).to_string();
            let words =
                [("done", "host-capacity"), ("event", host.as_str()), ("to", to.as_str()), ("date", before.as_str())];
            lead(PATH, &words, &Typed::default());
            Ok(())
        }
        Err(error) => again(error, PATH, &[("do", "room"), ("event", &host)], &typed),
    }
}

/// Has a host take sessions, keep only what runs, or run none: `open`, `draining` or `stopped`.
#[server(prefix = "/fn", endpoint = "admin/sessions/host")]
pub async fn set_host(host: String, version: i32, state: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let wanted = HostState::from_word(&state).ok_or_else(|| Failure::refuse(Refusal::input("state", "unknown")))?;
    hosts::set_state(&office, &caller, Seen { name: host.clone(), version }, wanted).await?;
    let to = (version + 1).to_string();
    let done = format!("host-{state}");
    lead(PATH, &[("done", done.as_str()), ("event", host.as_str()), ("to", to.as_str())], &Typed::default());
    Ok(())
}
