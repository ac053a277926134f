//! People who book, move and give back all the time, and remember what they were told.

use end2end::{
    office::Office,
    person::{Answer, Person, When},
};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::task::JoinHandle;

/// What a person was told of one booking.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub id: String,
    /// The desk that the last answer named.
    pub desk: String,
    /// `reserved` or `cancelled`, by the last answer.
    pub state: &'static str,
    /// A step was asked for whose answer never came: it may have been done or not.
    pub asked: Option<Asked>,
}

/// A step without an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    Cancel,
    Move(String),
}

/// A running load.
pub struct Load {
    stop: Arc<AtomicBool>,
    answers: Arc<AtomicUsize>,
    strange: Arc<Mutex<Vec<Answer>>>,
    people: Vec<JoinHandle<Vec<Told>>>,
}

/// What everybody needs to know.
#[derive(Clone)]
struct Task {
    urls: Vec<String>,
    desks: Vec<String>,
    when: When,
    stop: Arc<AtomicBool>,
    answers: Arc<AtomicUsize>,
    strange: Arc<Mutex<Vec<Answer>>>,
}

impl Load {
    /// Sets some of an office's people to work.
    pub fn start(office: &Office, people: usize) -> Self {
        let task = Task {
            urls: (0..office.servers.len()).map(|turn| office.url(turn)).collect(),
            desks: office.desks.iter().take(people).cloned().collect(),
            when: office.all_day(),
            stop: Arc::default(),
            answers: Arc::default(),
            strange: Arc::default(),
        };
        let (stop, answers, strange) = (task.stop.clone(), task.answers.clone(), task.strange.clone());
        let people = office.people.iter().take(people).cloned().enumerate();
        let people = people.map(|(number, person)| tokio::spawn(work(task.clone(), person, number))).collect();
        Self { stop, answers, strange, people }
    }

    /// Waits until so many more steps were acknowledged.
    pub async fn until_more(&self, steps: usize) {
        let goal = self.answers.load(Ordering::SeqCst) + steps;
        let waiting = async {
            while self.answers.load(Ordering::SeqCst) < goal {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(120), waiting).await.expect("people get their answers");
    }

    /// Lets everybody finish; answers what they were told.
    pub async fn stop(self) -> Vec<Vec<Told>> {
        self.stop.store(true, Ordering::SeqCst);
        let mut told = Vec::new();
        for person in self.people {
            told.push(person.await.unwrap());
        }
        let strange = self.strange.lock().unwrap();
        assert!(strange.is_empty(), "{} strange answers, first {:?}", strange.len(), strange.first());
        told
    }
}

async fn work(task: Task, person: Person, number: usize) -> Vec<Told> {
    let mut told: Vec<Told> = Vec::new();
    let mut step = number;
    while !task.stop.load(Ordering::SeqCst) {
        step += 1;
        let desk = task.desks[step * 7 % task.desks.len()].clone();
        let url = task.urls[step % task.urls.len()].clone();
        match told.last_mut().filter(|last| last.state == "reserved") {
            None => told.extend(book(&task, &person, (&desk, format!("{number}-{step}"))).await),
            Some(held) if step.is_multiple_of(3) => {
                held.asked = Some(Asked::Move(desk.clone()));
                let answer = person.move_to(&url, &held.id, &desk).await.ok();
                if task.heard(answer, &[200, 409]).is_some_and(|status| status == 200) {
                    held.desk = desk;
                }
                settle(&task, &person, held).await;
            }
            Some(held) => {
                held.asked = Some(Asked::Cancel);
                let answer = person.cancel(&url, &held.id).await.ok();
                if task.heard(answer, &[204]).is_some() {
                    held.state = "cancelled";
                }
                settle(&task, &person, held).await;
            }
        }
    }
    told
}

/// Books until there is an answer: with its key, however often it must be asked.
async fn book(task: &Task, person: &Person, (desk, key): (&str, String)) -> Option<Told> {
    for turn in 0.. {
        let url = &task.urls[turn % task.urls.len()];
        let answer = person.book(url, (desk, &task.when), Some(&key)).await.ok();
        let body = answer.clone();
        match (task.heard(answer, &[201, 409]), body) {
            (Some(201), Some(answer)) => {
                assert_eq!(answer.body["desk"], desk);
                return Some(Told {
                    id: answer.text("id").unwrap(),
                    desk: desk.into(),
                    state: "reserved",
                    asked: None,
                });
            }
            (Some(_), _) => return None,
            (None, _) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
    None
}

/// After a step whose answer never came, asks what became of it, so that the next step is known to be right.
async fn settle(task: &Task, person: &Person, held: &mut Told) {
    for turn in 0.. {
        let url = &task.urls[turn % task.urls.len()];
        let seen = person.get(url, &format!("/bookings/{}", held.id)).await.ok();
        let body = seen.clone();
        if let (Some(200), Some(answer)) = (task.heard(seen, &[200]), body) {
            held.check(&answer);
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

impl Told {
    /// Holds what was told against what the booking now is; a step without an answer may have been done.
    pub fn check(&mut self, answer: &Answer) {
        let (state, desk) = (answer.text("state").unwrap(), answer.text("desk").unwrap());
        match self.asked.take() {
            Some(Asked::Cancel) if state == "cancelled" => self.state = "cancelled",
            Some(Asked::Move(to)) if desk == to => self.desk = to,
            _ => {}
        }
        assert_eq!((state.as_str(), &desk), (self.state, &self.desk), "what was acknowledged stays: {self:?}");
    }
}

impl Task {
    /// Counts an answer that is one of those expected; remembers one that is strange. `None` asks to try again: no
    /// answer came, or the server said that it can't answer for now.
    fn heard(&self, answer: Option<Answer>, expected: &[u16]) -> Option<u16> {
        let answer = answer?;
        if expected.contains(&answer.status) {
            self.answers.fetch_add(1, Ordering::SeqCst);
            return Some(answer.status);
        }
        let may_retry = answer.status == 503 && answer.retry_after.is_some();
        if !may_retry {
            self.strange.lock().unwrap().push(answer);
        }
        None
    }
}
