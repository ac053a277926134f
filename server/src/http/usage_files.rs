//! The tables of a site's day as CSV files. They begin with a byte order mark: without one Excel reads Korean wrongly.

use app::{
    caller::Visit,
    failure::Failure,
    reasons,
    texts::Texts,
    usage::{
        api::Wanted,
        tables::{hours_file, places_file},
    },
};
use axum::{
    Extension,
    extract::Query,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use office::{
    backend::{error::Error, usage::day},
    model::{refusal::Refusal, usage::DayUsage},
};

/// Floors and zones.
pub async fn places(Extension(visit): Extension<Visit>, Query(wanted): Query<Wanted>) -> Response {
    file(visit, wanted, ("places", places_file)).await
}

/// The day by the hour.
pub async fn hours(Extension(visit): Extension<Visit>, Query(wanted): Query<Wanted>) -> Response {
    file(visit, wanted, ("hours", hours_file)).await
}

type Table = (&'static str, fn(Texts, &DayUsage) -> Vec<Vec<String>>);

async fn file(visit: Visit, wanted: Wanted, (name, rows): Table) -> Response {
    let texts = visit.viewer.texts();
    let day = match counted(&visit, &wanted).await {
        Ok(day) => day,
        Err(failure) => return refused(texts, &failure),
    };
    match written(&rows(texts, &day)) {
        Ok(body) => {
            let as_file = format!("attachment; filename=\"jari-{name}-{}.csv\"", day.date);
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, as_file),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, body).into_response()
        }
        Err(error) => {
            tracing::error!(%error, request = %visit.request_id, "a table could not be written");
            refused(texts, &Failure::Fault { id: visit.request_id })
        }
    }
}

async fn counted(visit: &Visit, wanted: &Wanted) -> Result<DayUsage, Failure> {
    let caller = visit.caller.as_ref().ok_or(Failure::Refused { refusal: Refusal::SignedOut })?;
    let (site, date) = wanted.parse()?;
    day::day(&visit.office, caller, site, date).await.map_err(|error| match error {
        Error::Refused(refusal) => Failure::Refused { refusal },
        Error::Fault(fault) => {
            tracing::error!(%fault, request = %visit.request_id, "a day could not be counted");
            Failure::Fault { id: visit.request_id.clone() }
        }
    })
}

fn refused(texts: Texts, failure: &Failure) -> Response {
    let status = match failure {
        Failure::Refused { refusal } => StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::BAD_REQUEST),
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    (status, reasons::failure(texts, failure)).into_response()
}

/// Rows as the bytes of a file.
pub(super) fn written(rows: &[Vec<String>]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(vec![0xEF, 0xBB, 0xBF]);
    for row in rows {
        writer.write_record(row.iter().map(|cell| harmless(cell)))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// A name that a spreadsheet would run as a formula is told as text.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_begins_with_its_mark_quotes_what_must_be_quoted_and_runs_nothing() {
        let rows = vec![vec!["층".to_owned(), "구역".to_owned()], vec!["=1+1".to_owned(), "a, \"b\"".to_owned()]];
        let text = String::from_utf8(written(&rows).unwrap()).unwrap();
        assert_eq!(text, "\u{feff}층,구역\n'=1+1,\"a, \"\"b\"\"\"\n");
    }
}
