entity! {
    "arrivals" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        person_id: Uuid,
        desk_id: Uuid,
        occurred_at: i64,
        received_at: i64,
        outcome: String,
        booking_id: Option<Uuid>,
        from_desk_id: Option<Uuid>,
    }
}
