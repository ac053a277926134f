//! The database hangs up in the middle of the work.

use crate::{
    killed::{all_there, newest, told_everything},
    load::Load,
    with_office,
};
use end2end::{database::Kind, events::Follower, office::Office};

/// How often all connections are cut.
const CUTS: usize = 15;

/// Cuts every connection of the servers again and again. People see at most "try again", never a fault, and lose
/// nothing that was acknowledged; whoever follows the floor is told everything.
async fn cut_during_load(office: &mut Office) {
    let last = newest(office).await;
    let follower = Follower::from(&office.people[0], (&office.url(0), &office.floor), last);
    let load = Load::start(office, 16);
    let mut cut = 0;
    for _ in 0..CUTS {
        load.until_more(25).await;
        let all = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'";
        cut += office.look.number(all).await.unwrap();
    }
    load.until_more(25).await;
    let told = load.stop().await;
    assert!(cut as usize > CUTS, "{cut} connections were cut");
    all_there(office, told).await;
    told_everything(office, &follower, last).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_cut_during_load_lose_nothing() {
    with_office(Kind::Postgres, 1, cut_during_load).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_of_two_servers_cut_during_load_lose_nothing() {
    with_office(Kind::Postgres, 2, cut_during_load).await;
}
