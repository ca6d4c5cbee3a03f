# Reports that need not be waited for: whoever may send to the queue may report.

resource "aws_sqs_queue" "reports" {
  name = "${var.name}-reports"
  # Six times what the function may take, as Lambda's guide has it.
  visibility_timeout_seconds = 180
  # 14 days, the most there is.
  message_retention_seconds = 1209600
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.refused_reports.arn
    # Half an hour without the database.
    maxReceiveCount = 10
  })
}

resource "aws_sqs_queue" "refused_reports" {
  name                      = "${var.name}-refused-reports"
  message_retention_seconds = 1209600
}

resource "aws_lambda_event_source_mapping" "reports" {
  event_source_arn = aws_sqs_queue.reports.arn
  function_name    = aws_lambda_function.function["report-queue"].arn
  # One commit.
  batch_size                         = 1000
  maximum_batching_window_in_seconds = 1
  function_response_types            = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = var.report_queue_instances_most
  }

  depends_on = [aws_iam_role_policy.takes_reports]
}

resource "aws_cloudwatch_metric_alarm" "refused_reports" {
  alarm_name          = "${var.name}-refused-reports"
  alarm_description   = "Reports could not be taken, and lie in the dead-letter queue"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = aws_sqs_queue.refused_reports.name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = compact([var.alarm_topic_arn])
}
