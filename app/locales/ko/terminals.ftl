# 자리 단말과 휴대폰으로 앉기
terminal-title = 자리 단말
terminal-enrol = 이 화면을 자리 단말로
terminal-enrol-hint = 관리자가 단말 화면에서 만든 등록 코드를 넣으면, 이 브라우저가 그 자리의 단말이 돼요.
terminal-code = 등록 코드
terminal-enrol-go = 단말로 등록
terminal-wrong-code = 코드가 맞지 않거나 시간이 지났어요. 관리자에게 새 코드를 받아 주세요.
terminal-fault = 지금은 할 수 없어요. 잠시 뒤에 다시 시도해 주세요.
terminal-for = 오늘 · { $name } 님
terminal-booked = 예약된 자리예요
terminal-free = 비어 있어요
terminal-free-now = 지금 앉을 수 있어요
terminal-off = 지금은 쓸 수 없는 자리예요
terminal-until = { $at }까지 사용 가능
terminal-pc-ready = 클라우드 PC 준비됨
terminal-pc-ready-hint = 앉으면 바로 열려요
terminal-pc-soon = 클라우드 PC 준비 중
terminal-qr = 휴대폰으로 찍는 QR 코드. 30초마다 바뀌어요
terminal-scan = 휴대폰으로 찍고 앉으세요
terminal-scan-free = 휴대폰으로 찍고 바로 앉으세요
terminal-password = 비밀번호로 로그인
terminal-sit = 여기 앉기
terminal-lock = 화면 잠그기
terminal-too-often = 너무 여러 번 시도했어요. 10분 뒤에 다시 하거나 휴대폰을 써 주세요.
terminal-taken = 다른 분의 자리예요. 휴대폰의 지도에서 가까운 빈자리를 골라 주세요.
terminal-refused = 지금은 이 자리에 앉을 수 없어요. 까닭은 휴대폰의 자리 찾기에서 볼 수 있어요.
sit-title = 자리에 앉기
sit-at = { $label } 자리
sit-here = 여기 앉기
sit-seated = 예약한 자리예요({ $from }–{ $to }). 앉으면 입실하고, 클라우드 PC가 이 화면에서 열려요.
sit-moved = 예약은 { $left } 자리에 있어요. 앉으면 예약이 이 자리로 옮겨 오고, 클라우드 PC가 이 화면에서 열려요. 되돌릴 수 있어요.
sit-walked-in = 예약 없이 앉을 수 있어요. { $from }부터 { $to }까지 이 자리를 잡고, 클라우드 PC를 이 화면에서 열어요.
sit-offer = { $label } 자리 보기
sit-old = 이 코드는 시간이 지났거나 다른 휴대폰이 먼저 읽었어요. 화면에 보이는 새 코드를 다시 찍어 주세요.

# 관리: 단말
admin-done-terminal-retired = 단말을 멈췄어요. 그 화면은 더는 열리지 않아요.
admin-done-terminal-restored = 단말을 다시 쓸 수 있어요.
