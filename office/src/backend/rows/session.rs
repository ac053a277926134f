entity! {
    "sessions" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        booking_id: Uuid,
        cloud_pc_id: Uuid,
        state: String,
        epoch: i32,
        handle: Option<String>,
        problem: Option<String>,
        attempts: i32,
        starts_from: i64,
        version: i32,
        screen: i32,
        screen_seen_at: Option<i64>,
        cause: Option<String>,
        remedy: Option<String>,
        input_at: Option<i64>,
        provider_id: Option<Uuid>,
        host: String,
        room_from: Option<i64>,
        room_until: Option<i64>,
        no_room: Option<String>,
        asked: Option<String>,
        started_at: Option<i64>,
    }
}
