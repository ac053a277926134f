//! Nothing that happens at once, and nothing that breaks, books a seat twice or loses an acknowledged booking: real
//! processes of the server, over HTTP, on SQLite and PostgreSQL. Needs the `jari` binary (`JARI_BINARY`) and, for
//! PostgreSQL, `JARI_TEST_POSTGRES_URL`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

/// Runs each test's body with one and with two servers, on SQLite and on PostgreSQL.
#[macro_export]
macro_rules! on_every_set_up {
    ($(async fn $name:ident($office:ident) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;
            use end2end::{database::Kind, office::Office};

            async fn body($office: &mut Office) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                $crate::with_office(Kind::Sqlite, 1, async |office| body(office).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn by_two_servers_on_one_sqlite_file() {
                $crate::with_office(Kind::Sqlite, 2, async |office| body(office).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                $crate::with_office(Kind::Postgres, 1, async |office| body(office).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn by_two_servers_on_postgres() {
                $crate::with_office(Kind::Postgres, 2, async |office| body(office).await).await;
            }
        }
    )+};
}

mod broken;
mod killed;
mod load;
mod one_desk;
mod one_person;
mod repeated;

use end2end::{
    database::Kind,
    office::Office,
    server::binary,
    template::{self, Template},
};
use futures::FutureExt;
use std::{panic::AssertUnwindSafe, path::PathBuf};
use tokio::sync::{OnceCell, Semaphore};

/// How many people have tokens.
const PEOPLE: usize = 50;

/// One at a time: each wants the whole machine, and says so by its figures.
static TURN: Semaphore = Semaphore::const_new(1);
static SQLITE: OnceCell<Option<Template>> = OnceCell::const_new();
static POSTGRES: OnceCell<Option<Template>> = OnceCell::const_new();

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("faults").join(name)
}

/// Runs a body at an office of its own with so many servers, and tidies up also when it fails.
async fn with_office(kind: Kind, servers: usize, body: impl AsyncFnOnce(&mut Office)) {
    let _turn = TURN.acquire().await.unwrap();
    let (made, name) = match kind {
        Kind::Sqlite => (&SQLITE, "template-sqlite"),
        Kind::Postgres => (&POSTGRES, "template-postgres"),
    };
    let made = made.get_or_init(|| async {
        let _ = std::fs::remove_dir_all(folder(name));
        template::make(&binary().unwrap(), kind, (&folder(name), PEOPLE)).await.unwrap()
    });
    let Some(template) = made.await else {
        println!("JARI_TEST_POSTGRES_URL is not set: tested on SQLite only");
        return;
    };
    let home = tempfile::tempdir_in(folder("")).unwrap();
    let mut office = Office::open(template, home.path(), servers).await.unwrap();
    let outcome = AssertUnwindSafe(body(&mut office)).catch_unwind().await;
    if outcome.is_err() {
        office.servers.iter().for_each(|server| println!("{}", server.said()));
    }
    office.close().await.unwrap();
    if let Err(failure) = outcome {
        std::panic::resume_unwind(failure);
    }
}
