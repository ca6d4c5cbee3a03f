# One in front of each service; nothing gets through that is not signed, or let in by the authorizer.

resource "aws_apigatewayv2_api" "service" {
  for_each = toset(["database-service", "event-service"])

  name          = "${var.name}-${each.key}"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_stage" "service" {
  for_each = aws_apigatewayv2_api.service

  api_id      = each.value.id
  name        = "$default"
  auto_deploy = true
}

resource "aws_apigatewayv2_integration" "service" {
  for_each = aws_apigatewayv2_api.service

  api_id                 = each.value.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.function[each.key].invoke_arn
  payload_format_version = "2.0"
}

resource "aws_lambda_permission" "service" {
  for_each = aws_apigatewayv2_api.service

  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.function[each.key].function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${each.value.execution_arn}/*"
}

# Sources sign their reports, and the event service its calls.
resource "aws_apigatewayv2_route" "database_service" {
  api_id             = aws_apigatewayv2_api.service["database-service"].id
  route_key          = "$default"
  authorization_type = "AWS_IAM"
  target             = "integrations/${aws_apigatewayv2_integration.service["database-service"].id}"
}

resource "aws_apigatewayv2_route" "console" {
  api_id             = aws_apigatewayv2_api.service["event-service"].id
  route_key          = "$default"
  authorization_type = var.console_authorizer_arn == "" ? "AWS_IAM" : "CUSTOM"
  authorizer_id      = one(aws_apigatewayv2_authorizer.people[*].id)
  target             = "integrations/${aws_apigatewayv2_integration.service["event-service"].id}"
}

resource "aws_apigatewayv2_authorizer" "people" {
  count = var.console_authorizer_arn == "" ? 0 : 1

  api_id                            = aws_apigatewayv2_api.service["event-service"].id
  name                              = "people"
  authorizer_type                   = "REQUEST"
  authorizer_payload_format_version = "2.0"
  enable_simple_responses           = true
  identity_sources                  = [var.console_identity_source]
  authorizer_uri                    = "arn:${data.aws_partition.current.partition}:apigateway:${data.aws_region.current.region}:lambda:path/2015-03-31/functions/${var.console_authorizer_arn}/invocations"
}

resource "aws_lambda_permission" "authorizer" {
  count = var.console_authorizer_arn == "" ? 0 : 1

  action        = "lambda:InvokeFunction"
  function_name = var.console_authorizer_arn
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.service["event-service"].execution_arn}/authorizers/*"
}

data "aws_region" "current" {}
