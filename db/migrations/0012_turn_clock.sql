ALTER TABLE `turns` ADD `first_token_ms` integer;--> statement-breakpoint
ALTER TABLE `turns` ADD `first_segment_ms` integer;--> statement-breakpoint
ALTER TABLE `turns` ADD `first_audio_ms` integer;--> statement-breakpoint
ALTER TABLE `turns` ADD `done_ms` integer;