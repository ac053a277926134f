entity! {
    "ledger" {
        #[sea_orm(primary_key)]
        seq: i64,
        at: i64,
        kind: String,
        actor_id: Option<Uuid>,
        site_id: Option<Uuid>,
        floor_id: Option<Uuid>,
        desk_id: Option<Uuid>,
        person_id: Option<Uuid>,
        booking_id: Option<Uuid>,
        session_id: Option<Uuid>,
        starts_at: Option<i64>,
        ends_at: Option<i64>,
        detail: Option<String>,
    }
}
