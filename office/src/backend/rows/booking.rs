entity! {
    "bookings" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        desk_id: Uuid,
        person_id: Uuid,
        booked_by: Uuid,
        starts_at: i64,
        ends_at: i64,
        state: String,
        made_at: i64,
        checked_in_at: Option<i64>,
        check_in_source: Option<String>,
        ended_at: Option<i64>,
        away_since: Option<i64>,
        away_cause: Option<String>,
        back_by: Option<i64>,
        lent_at: Option<i64>,
        present_at: Option<i64>,
    }
}
