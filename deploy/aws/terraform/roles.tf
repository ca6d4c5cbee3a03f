data "aws_iam_policy_document" "lambda_assumes" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "function" {
  for_each = toset(["database-service", "event-service", "report-queue"])

  name               = "${var.name}-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.lambda_assumes.json
}

resource "aws_iam_role_policy_attachment" "logs" {
  for_each = aws_iam_role.function

  role       = each.value.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_role_policy_attachment" "vpc" {
  for_each = toset(["database-service", "report-queue"])

  role       = aws_iam_role.function[each.key].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
}

# The event service signs its calls to the database service with this.
data "aws_iam_policy_document" "calls_database_service" {
  statement {
    actions   = ["execute-api:Invoke"]
    resources = ["${aws_apigatewayv2_api.service["database-service"].execution_arn}/*"]
  }
}

resource "aws_iam_role_policy" "calls_database_service" {
  name   = "calls-database-service"
  role   = aws_iam_role.function["event-service"].id
  policy = data.aws_iam_policy_document.calls_database_service.json
}

data "aws_iam_policy_document" "takes_reports" {
  statement {
    actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
    resources = [aws_sqs_queue.reports.arn]
  }
}

resource "aws_iam_role_policy" "takes_reports" {
  name   = "takes-reports"
  role   = aws_iam_role.function["report-queue"].id
  policy = data.aws_iam_policy_document.takes_reports.json
}

data "aws_partition" "current" {}
