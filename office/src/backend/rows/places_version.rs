entity! {
    "places_version" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: i32,
        version: i64,
    }
}
