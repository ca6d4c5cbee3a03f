output "console_url" {
  value = aws_apigatewayv2_api.service["event-service"].api_endpoint
}

output "database_service_url" {
  description = "Where sources send reports, signed for execute-api"
  value       = aws_apigatewayv2_api.service["database-service"].api_endpoint
}

output "reports_queue_url" {
  value = aws_sqs_queue.reports.url
}

output "refused_reports_queue_url" {
  value = aws_sqs_queue.refused_reports.url
}
